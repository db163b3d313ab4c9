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
    OTHER,
    /** It was asked for once and was not there. */
    ABSENT,
    /** Asked for again, it was not there either. */
    LOST
  }

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private final boolean ownPool;
  private final Map<StatementKey, Text> ofOurRole;
  private boolean shared;
  private int lost;
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
   * @return the statements of our role of which nothing is known; last those whose texts are lost
   */
  Set<StatementKey> look(long oid, StatementRows rows) {
    if (oid != role) {
      role = oid;
      ofOurRole.clear();
    }
    shared = false;
    Set<StatementKey> unknown = new LinkedHashSet<>();
    Set<StatementKey> textless = new LinkedHashSet<>();
    for (int row = 0; row < rows.size(); row++) {
      if (StatementsReading.user(rows.scope(row)) == role) {
        StatementKey key = StatementKey.of(rows, row);
        Text text = ofOurRole.get(key);
        shared |= text == Text.OTHER;
        if (text == null || text == Text.ABSENT) {
          boolean unusedNew = unknown.add(key);
        } else if (text == Text.LOST) {
          boolean unusedNew = textless.add(key);
        }
      }
    }
    lost = textless.size();
    unknown.addAll(textless);
    return unknown;
  }

  Whose of(StatementKey key, long userOid) {
    if (userOid != role) {
      return Whose.WORKLOAD;
    }
    Text text = ofOurRole.get(key);
    if (text == null || text == Text.ABSENT) {
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

  /**
   * Takes note that a text of our role was asked for and was not there. The second time it is lost,
   * and the statement counts as the workload's: better a few of ours among what is told than
   * statements that are never told.
   *
   * @return true if it is lost
   */
  boolean absent(StatementKey key) {
    Text before = ofOurRole.get(key);
    Text now = before == null ? Text.ABSENT : Text.LOST;
    ofOurRole.put(key, now);
    return now == Text.LOST;
  }

  /** Of how many statements of our role, in the last reading, the text is lost. */
  int lost() {
    return lost;
  }

  /** True if all we know of our role's statements are ours, and it is on a pool of ours. */
  boolean isAlone() {
    return ownPool && !shared;
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
