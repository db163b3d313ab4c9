package io.dbintel.jdbc.postgresql;

import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import io.dbintel.core.sql.StatementKind;
import io.dbintel.jdbc.observe.StatementRows;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which statements are dbintel's own: those of our role that bear our mark, and on our own pool
 * also what the driver sends around them, as long as nobody else is seen to use our role. Whether a
 * statement of our role is ours is known once its text was looked at, and not before. Bounded,
 * least recently used first; belongs to one writer, not thread-safe.
 */
final class OwnStatements {
  /** What is known of a statement. */
  enum Whose {
    OURS,
    WORKLOAD,
    UNKNOWN
  }

  /** What the text of a statement of our role says. */
  private enum Text {
    MARKED,
    DRIVERS,
    OTHER
  }

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private final boolean ownPool;
  private final Map<StatementKey, Text> ofOurRole;
  private boolean shared;
  private long role;

  OwnStatements(boolean ownPool, int max) {
    this.ownPool = ownPool;
    ofOurRole =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<StatementKey, Text> eldest) {
            return size() > max;
          }
        };
  }

  /**
   * Looks at a reading: whether a statement of our role is somebody else's, so that the role is
   * shared.
   *
   * @param oid who we are; as another role than before, nothing is known
   * @return the statements of our role of which nothing is known
   */
  Set<StatementKey> look(long oid, StatementRows rows) {
    if (oid != role) {
      role = oid;
      ofOurRole.clear();
    }
    shared = false;
    Set<StatementKey> unknown = new LinkedHashSet<>();
    for (int row = 0; row < rows.size(); row++) {
      if (StatementsReading.user(rows.scope(row)) == role) {
        StatementKey key = StatementKey.of(rows, row);
        Text text = ofOurRole.get(key);
        shared |= text == Text.OTHER;
        if (text == null) {
          boolean unusedNew = unknown.add(key);
        }
      }
    }
    return unknown;
  }

  Whose of(StatementKey key, long userOid) {
    if (userOid != role) {
      return Whose.WORKLOAD;
    }
    Text text = ofOurRole.get(key);
    if (text == null) {
      return Whose.UNKNOWN;
    }
    boolean ours = text == Text.MARKED || (text == Text.DRIVERS && !shared);
    return ours ? Whose.OURS : Whose.WORKLOAD;
  }

  /** Takes note of a text of our role. */
  void seen(StatementKey key, boolean marked, String text) {
    Text said = marked ? Text.MARKED : isOfDriver(text) ? Text.DRIVERS : Text.OTHER;
    ofOurRole.put(key, said);
    shared |= said == Text.OTHER;
  }

  private boolean isOfDriver(String text) {
    if (!ownPool) {
      return false;
    }
    StatementKind kind = normalizer.normalize(text).kind();
    return kind == StatementKind.TRANSACTION
        || kind == StatementKind.SET
        || kind == StatementKind.SHOW;
  }
}
