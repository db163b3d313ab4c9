package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * How statements are read. Immutable and thread-safe.
 *
 * @param interval from reading to reading, 1 s to 10 min; default 10 s
 * @param timeout how long a reading may take, 100 ms to 60 s; default 5 s
 * @param topN how many statements are told by each measure, 1 to 1 000; the others are told as one;
 *     default 20
 * @param textInterval how long texts are not asked for after they were, 1 min to 1 h, because the
 *     server loads the file with all texts each time; default 1 min
 * @param textBytes what normalised statements may take in memory, 64 KiB to 256 MiB; default 8 MiB
 * @param maxStatements how many statements of a server are read, 100 to 200 000; if there are more,
 *     none are, because numbers of a part would look like those of the whole; default 20 000
 */
public record StatementsConfig(
    Duration interval,
    Duration timeout,
    int topN,
    Duration textInterval,
    long textBytes,
    int maxStatements) {

  static final int MAX_STATEMENTS = 200_000;

  /** Checks the ranges. */
  public StatementsConfig {
    Duration minute = Duration.ofMinutes(1);
    new ConfigChecks(StatementsProvider.NAME)
        .inRange("interval", interval, Duration.ofSeconds(1), Duration.ofMinutes(10))
        .inRange("timeout", timeout, Duration.ofMillis(100), minute)
        .inRange("topN", topN, 1L, 1_000L)
        .inRange("textInterval", textInterval, minute, Duration.ofHours(1))
        .inRange("textBytes", textBytes, 64L << 10, 256L << 20)
        .inRange("maxStatements", maxStatements, 100L, MAX_STATEMENTS)
        .throwIfAny();
  }

  /** One reading in 10 s, the first 20 by each measure. */
  public static StatementsConfig defaults() {
    return new StatementsConfig(
        Duration.ofSeconds(10), Duration.ofSeconds(5), 20, Duration.ofMinutes(1), 8L << 20, 20_000);
  }

  /** The same, reading at another interval. */
  public StatementsConfig withInterval(Duration newInterval) {
    return new StatementsConfig(newInterval, timeout, topN, textInterval, textBytes, maxStatements);
  }

  /** The same, telling another number of statements by each measure. */
  public StatementsConfig withTopN(int newTopN) {
    return new StatementsConfig(interval, timeout, newTopN, textInterval, textBytes, maxStatements);
  }
}
