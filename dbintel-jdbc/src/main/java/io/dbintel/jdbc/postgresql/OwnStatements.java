package io.dbintel.jdbc.postgresql;

import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import io.dbintel.core.sql.StatementKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which statements are dbintel's own: those of our role that bear our mark, and on our own pool
 * also what the driver sends around them. Whether a statement of our role is ours is known once its
 * text was looked at. Bounded, least recently used first; belongs to one writer, not thread-safe.
 */
final class OwnStatements {
  /** What is known of a statement. */
  enum Whose {
    OURS,
    WORKLOAD,
    UNKNOWN
  }

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private final boolean ownPool;
  private final Map<Long, Whose> ofOurRole;
  private long role;

  OwnStatements(boolean ownPool, int max) {
    this.ownPool = ownPool;
    ofOurRole =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, Whose> eldest) {
            return size() > max;
          }
        };
  }

  /** Says who we are; as another role, nothing is known. */
  void role(long oid) {
    if (oid != role) {
      role = oid;
      ofOurRole.clear();
    }
  }

  Whose of(long queryId, long userOid) {
    return userOid == role ? ofOurRole.getOrDefault(queryId, Whose.UNKNOWN) : Whose.WORKLOAD;
  }

  /** Takes note of a text of our role. */
  void seen(long queryId, boolean marked, String text) {
    ofOurRole.put(queryId, marked || isOfDriver(text) ? Whose.OURS : Whose.WORKLOAD);
  }

  /** All that bear our mark were seen, so this does not. */
  void notSeen(long queryId) {
    ofOurRole.putIfAbsent(queryId, Whose.WORKLOAD);
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
