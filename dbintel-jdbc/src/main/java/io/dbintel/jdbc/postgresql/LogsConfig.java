package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * How the server's log is read. Immutable and thread-safe.
 *
 * @param interval from reading to reading, 1 s to 10 min; default 10 s
 * @param timeout how long a reading may take, 100 ms to 5 min; default 10 s
 * @param file the log's file on this machine, in whose name {@code *} stands for any characters and
 *     so does {@code %} with a letter, as in {@code log_filename}; empty to read it over SQL, which
 *     is the default
 * @param readingBytes how much is read at a time, 64 KiB to 64 MiB; default 4 MiB
 * @param backlogBytes how much of a file may wait to be read, 1 MiB to 16 GiB; beyond, it is read
 *     on near its end, and what was left out is counted; default 256 MiB
 */
public record LogsConfig(
    Duration interval, Duration timeout, String file, long readingBytes, long backlogBytes) {

  /** Checks the ranges. */
  public LogsConfig {
    new ConfigChecks(LogsProvider.NAME)
        .inRange("interval", interval, Duration.ofSeconds(1), Duration.ofMinutes(10))
        .inRange("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(5))
        .inRange("readingBytes", readingBytes, 64L << 10, 64L << 20)
        .inRange("backlogBytes", backlogBytes, 1L << 20, 16L << 30)
        .throwIfAny();
  }

  /** Every ten seconds, over SQL. */
  public static LogsConfig defaults() {
    return new LogsConfig(Duration.ofSeconds(10), Duration.ofSeconds(10), "", 4L << 20, 256L << 20);
  }

  /** The same, reading a file of this machine. */
  public LogsConfig withFile(String newFile) {
    return new LogsConfig(interval, timeout, newFile, readingBytes, backlogBytes);
  }
}
