package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * How the tables and indexes of databases are read. Immutable and thread-safe.
 *
 * @param interval from reading to reading, 10 s to 1 h; default 60 s
 * @param timeout how long a reading of all databases may take, 1 s to 10 min; default 45 s
 * @param topTables how many tables of a database are told by themselves, 1 to 1 000; default 30.
 *     The others are told together, as {@code other}
 * @param topIndexes the same for indexes; default 30
 * @param maxRelations how many tables, and how many indexes, of a database are looked at, the
 *     largest first, 100 to 100 000; default 10 000
 * @param exactSizes how many of the largest are asked for their exact size, 0 to 10 000; default
 *     200. It means a look at each of their files
 * @param maxDatabases how many databases are visited in one reading, 1 to 100; default 10. If there
 *     are more they take turns
 */
public record RelationsConfig(
    Duration interval,
    Duration timeout,
    int topTables,
    int topIndexes,
    int maxRelations,
    int exactSizes,
    int maxDatabases) {

  /** Checks the ranges. */
  public RelationsConfig {
    new ConfigChecks(RelationsProvider.NAME)
        .inRange("interval", interval, Duration.ofSeconds(10), Duration.ofHours(1))
        .inRange("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(10))
        .inRange("topTables", topTables, 1L, 1_000L)
        .inRange("topIndexes", topIndexes, 1L, 1_000L)
        .inRange("maxRelations", maxRelations, 100L, 100_000L)
        .inRange("exactSizes", exactSizes, 0L, 10_000L)
        .inRange("maxDatabases", maxDatabases, 1L, 100L)
        .throwIfAny();
  }

  /** A reading a minute. */
  public static RelationsConfig defaults() {
    return new RelationsConfig(
        Duration.ofSeconds(60), Duration.ofSeconds(45), 30, 30, 10_000, 200, 10);
  }

  /** The same, reading at another interval. */
  public RelationsConfig withInterval(Duration newInterval) {
    return new RelationsConfig(
        newInterval, timeout, topTables, topIndexes, maxRelations, exactSizes, maxDatabases);
  }

  /** The same, telling so many tables and so many indexes by themselves. */
  public RelationsConfig withTop(int tables, int indexes) {
    return new RelationsConfig(
        interval, timeout, tables, indexes, maxRelations, exactSizes, maxDatabases);
  }
}
