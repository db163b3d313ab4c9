package io.dbintel.processors.regression;

import io.dbintel.core.spi.SelfMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a server whose plans are followed: at most so many, and each for as long as it
 * is seen within the retention. One that is in use does not give way to one that is new; when all
 * places are taken by such, the new one is turned away. Both are counted. Not thread-safe.
 */
final class PlanHistory {
  static final int VERSION = 2;

  /** One that was not seen for this long gives its place to a new one. */
  private static final long IDLE_SECONDS = 3600;

  private final int maxStatements;
  private final int maxPlans;
  private final long retentionSeconds;
  private final SelfMetrics metrics;

  /** The longest unseen first. */
  private final Map<StatementKey, StatementHistory> statements =
      new LinkedHashMap<>(16, 0.75f, true);

  PlanHistory(PlanRegressionConfig config, SelfMetrics metrics) {
    this.maxStatements = config.maxStatements();
    this.maxPlans = config.plansPerStatement();
    this.retentionSeconds = config.retention().toSeconds();
    this.metrics = metrics;
  }

  int size() {
    return statements.size();
  }

  /** The statement if it is followed. */
  @Nullable StatementHistory find(StatementKey key, long now) {
    StatementHistory statement = statements.get(key);
    if (statement != null) {
      statement.seen(now);
    }
    return statement;
  }

  /** The statement, followed from now on; null if there is no place. */
  @Nullable StatementHistory follow(StatementKey key, long now) {
    StatementHistory statement = find(key, now);
    if (statement != null) {
      return statement;
    }
    if (statements.size() >= maxStatements && !evictOldest(now, IDLE_SECONDS)) {
      metrics.add("statements_turned_away", 1);
      return null;
    }
    statement = new StatementHistory(key, maxPlans);
    statement.seen(now);
    statements.put(key, statement);
    return statement;
  }

  /** Forgets what was not seen for the retention. */
  void expire(long now) {
    while (evictOldest(now, retentionSeconds)) {
      // One after the other, the longest unseen first.
    }
    metrics.set("statements", statements.size());
  }

  private boolean evictOldest(long now, long unseenSeconds) {
    Iterator<StatementHistory> oldestFirst = statements.values().iterator();
    if (!oldestFirst.hasNext() || now - oldestFirst.next().lastSeen() < unseenSeconds) {
      return false;
    }
    oldestFirst.remove();
    metrics.add("statements_evicted", 1);
    return true;
  }

  byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(statements.size());
      for (StatementHistory statement : statements.values()) {
        statement.write(out);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("writing into memory failed", impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Takes up what was written; all or nothing.
   *
   * @throws IllegalArgumentException if it is not of this make
   */
  void read(byte[] state) {
    Map<StatementKey, StatementHistory> read = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      int count = StateForm.inRange(in.readInt(), 0, 1_000_000);
      for (int i = 0; i < count; i++) {
        StatementHistory statement = StatementHistory.read(in, maxPlans);
        read.put(statement.key(), statement);
      }
      if (in.read() >= 0) {
        throw new IOException("bytes after the end");
      }
    } catch (IOException foreign) {
      throw new IllegalArgumentException("not a history of plans", foreign);
    }
    statements.clear();
    // The longest unseen come first and are left out if there are more than are wanted now.
    int tooMany = read.size() - maxStatements;
    for (StatementHistory statement : read.values()) {
      if (tooMany-- <= 0) {
        statements.put(statement.key(), statement);
      }
    }
  }
}
