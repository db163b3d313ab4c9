package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * How the waits that the extension {@code pg_wait_sampling} counts are read. Immutable and
 * thread-safe.
 *
 * @param interval from reading to reading, 1 s to 10 min; default 10 s
 * @param timeout how long a reading may take, 100 ms to 60 s; default 5 s
 * @param topN how many pairs of statement and wait are told by themselves, 1 to 1 000; the others
 *     are told as one; default 20
 * @param maxEntries how many entries of the profile are read, 100 to 200 000; if there are more,
 *     none are, because numbers of a part would look like those of the whole; default 20 000
 */
public record WaitsConfig(Duration interval, Duration timeout, int topN, int maxEntries) {

  static final int MAX_ENTRIES = 200_000;

  /** Checks the ranges. */
  public WaitsConfig {
    new ConfigChecks(WaitsProvider.NAME)
        .inRange("interval", interval, Duration.ofSeconds(1), Duration.ofMinutes(10))
        .inRange("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1))
        .inRange("topN", topN, 1L, 1_000L)
        .inRange("maxEntries", maxEntries, 100L, MAX_ENTRIES)
        .throwIfAny();
  }

  /** One reading in 10 s, the first 20. */
  public static WaitsConfig defaults() {
    return new WaitsConfig(Duration.ofSeconds(10), Duration.ofSeconds(5), 20, 20_000);
  }

  /** The same, reading at another interval. */
  public WaitsConfig withInterval(Duration newInterval) {
    return new WaitsConfig(newInterval, timeout, topN, maxEntries);
  }

  /** The same, telling another number of waits by themselves. */
  public WaitsConfig withTopN(int newTopN) {
    return new WaitsConfig(interval, timeout, newTopN, maxEntries);
  }
}
