package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.jdbc.observe.SessionHistory;
import java.time.Duration;

/**
 * How sessions are sampled. Immutable and thread-safe.
 *
 * @param interval from sample to sample, 100 ms to 60 s; default 1 s
 * @param timeout how long a sample may take, 10 ms to 60 s; default 2 s
 * @param tellEvery after how long a session that stays as it is, or a blocking episode that lasts,
 *     is told again, 1 s to 5 min; default 15 s
 * @param measureEvery from measurement to measurement, 1 s to 5 min; default 10 s
 * @param maxSessions how many sessions of a sample are looked at, 10 to 100 000; default 10 000
 * @param queryTextBytes what normalised statements may take in memory, 64 KiB to 256 MiB; default 4
 *     MiB
 * @param historyRetention how long the history reaches back, 1 min to 24 h; default 1 h
 * @param historyBytes what the history may take in memory, 1 MiB to 1 GiB; default 16 MiB
 * @param clientAddress whether events carry the client's network address; default false, because
 *     that is personal data in some regimes. The history keeps it either way, in this process
 */
public record SessionsConfig(
    Duration interval,
    Duration timeout,
    Duration tellEvery,
    Duration measureEvery,
    int maxSessions,
    long queryTextBytes,
    Duration historyRetention,
    long historyBytes,
    boolean clientAddress) {

  /** Checks the ranges. */
  public SessionsConfig {
    Duration second = Duration.ofSeconds(1);
    Duration minute = Duration.ofMinutes(1);
    new ConfigChecks(SessionsProvider.NAME)
        .inRange("interval", interval, Duration.ofMillis(100), minute)
        .inRange("timeout", timeout, Duration.ofMillis(10), minute)
        .inRange("tellEvery", tellEvery, second, Duration.ofMinutes(5))
        .inRange("measureEvery", measureEvery, second, Duration.ofMinutes(5))
        .inRange("maxSessions", maxSessions, 10L, 100_000L)
        .inRange("queryTextBytes", queryTextBytes, 64L << 10, 256L << 20)
        .inRange("historyRetention", historyRetention, minute, Duration.ofHours(24))
        .inRange("historyBytes", historyBytes, SessionHistory.MIN_BYTES, 1L << 30)
        .throwIfAny();
  }

  /** One sample a second, an hour of history. */
  public static SessionsConfig defaults() {
    return new SessionsConfig(
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        10_000,
        4L << 20,
        SessionHistory.DEFAULT_RETENTION,
        SessionHistory.DEFAULT_MAX_BYTES,
        false);
  }

  /** The same, sampling at another interval. */
  public SessionsConfig withInterval(Duration newInterval) {
    return new SessionsConfig(
        newInterval,
        timeout,
        tellEvery,
        measureEvery,
        maxSessions,
        queryTextBytes,
        historyRetention,
        historyBytes,
        clientAddress);
  }
}
