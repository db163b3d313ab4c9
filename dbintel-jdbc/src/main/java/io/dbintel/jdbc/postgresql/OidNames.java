package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What databases and roles are called, as far as it looks like a name. Asked for when needed, and
 * anew after a while, since names change. Belongs to one writer; not thread-safe.
 */
final class OidNames {
  private static final SqlResource NAMES = SqlResource.of(OidNames.class, "statements-names");
  private static final long MAX_AGE_NANOS = Duration.ofMinutes(10).toNanos();
  static final int MAX = 20_000;

  private final Map<Long, String> databases = new HashMap<>();
  private final Map<Long, String> roles = new HashMap<>();
  private long askedNanos;

  String database(long oid) {
    return databases.getOrDefault(oid, "");
  }

  String role(long oid) {
    return roles.getOrDefault(oid, "");
  }

  /** Sees to it that these are known. */
  void learn(Reading reading, Collection<Long> databaseOids, Collection<Long> roleOids, long now)
      throws SQLException {
    if (!lacks(databaseOids, roleOids, now)) {
      return;
    }
    long[] oids =
        LongStream.concat(
                databaseOids.stream().mapToLong(Long::longValue),
                roleOids.stream().mapToLong(Long::longValue))
            .distinct()
            .toArray();
    long unused =
        reading.each(
            NAMES, oids, row -> found(row.flag("is_database"), row.count("oid"), row.text("name")));
    // Only now, when the server has answered, is it known that these are gone.
    answered(databaseOids, roleOids);
  }

  /** Forgets what is old or too much; true if a name must be asked for. */
  boolean lacks(Collection<Long> databaseOids, Collection<Long> roleOids, long now) {
    if (now - askedNanos > MAX_AGE_NANOS || size() > MAX) {
      databases.clear();
      roles.clear();
      askedNanos = now;
    }
    return !databases.keySet().containsAll(databaseOids) || !roles.keySet().containsAll(roleOids);
  }

  void found(boolean isDatabase, long oid, String name) {
    Map<Long, String> names = isDatabase ? databases : roles;
    String unusedBefore = names.put(oid, SafeName.of(name));
  }

  /** What was asked for and not found is not there. */
  void answered(Collection<Long> databaseOids, Collection<Long> roleOids) {
    databaseOids.forEach(oid -> databases.putIfAbsent(oid, ""));
    roleOids.forEach(oid -> roles.putIfAbsent(oid, ""));
  }

  /** How many names are remembered: {@value #MAX} and those of one reading at most. */
  int size() {
    return databases.size() + roles.size();
  }
}
