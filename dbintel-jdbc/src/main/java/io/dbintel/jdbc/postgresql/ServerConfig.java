package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * How the vital signs of a server are read. Immutable and thread-safe.
 *
 * @param interval from reading to reading, 1 s to 5 min; default 10 s. What is dear, such as the
 *     size of databases, is read once a minute at most
 * @param timeout how long a reading may take, 100 ms to 5 min; default 8 s
 * @param topDatabases how many databases are told by themselves, 1 to 1 000; default 50. The others
 *     are told together, as {@code other}
 */
public record ServerConfig(Duration interval, Duration timeout, int topDatabases) {

  /** Checks the ranges. */
  public ServerConfig {
    Duration fiveMinutes = Duration.ofMinutes(5);
    new ConfigChecks(ServerProvider.NAME)
        .inRange("interval", interval, Duration.ofSeconds(1), fiveMinutes)
        .inRange("timeout", timeout, Duration.ofMillis(100), fiveMinutes)
        .inRange("topDatabases", topDatabases, 1L, 1_000L)
        .throwIfAny();
  }

  /** A reading every ten seconds. */
  public static ServerConfig defaults() {
    return new ServerConfig(Duration.ofSeconds(10), Duration.ofSeconds(8), 50);
  }

  /** The same, reading at another interval. */
  public ServerConfig withInterval(Duration newInterval) {
    return new ServerConfig(newInterval, timeout, topDatabases);
  }
}
