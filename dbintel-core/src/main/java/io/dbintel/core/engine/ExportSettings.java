package io.dbintel.core.engine;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;
import java.util.Objects;

/**
 * How events wait for an exporter and how they are tried.
 *
 * @param queueEvents how many may wait, 1 to 10 000 000
 * @param queueBytes how many bytes may wait, 1 KiB to 4 GiB
 * @param batchEvents how many are exported at a time at most, 1 to 100 000
 * @param batchBytes how many bytes are exported at a time at most, 1 KiB to 256 MiB
 * @param flushInterval how long an event waits for others to come, 0 to 1 min
 * @param timeout how long one export may take, 10 ms to 5 min
 * @param retryFor how long the same events are tried before they are given up, 0 to 1 day
 * @param overflow what happens when there is no room
 */
public record ExportSettings(
    int queueEvents,
    long queueBytes,
    int batchEvents,
    long batchBytes,
    Duration flushInterval,
    Duration timeout,
    Duration retryFor,
    OverflowPolicy overflow) {

  /** Checks the ranges. */
  public ExportSettings {
    Objects.requireNonNull(overflow, "overflow");
    new ConfigChecks("export")
        .inRange("queueEvents", queueEvents, 1, 10_000_000)
        .inRange("queueBytes", queueBytes, 1 << 10, 4L << 30)
        .inRange("batchEvents", batchEvents, 1, 100_000)
        .inRange("batchBytes", batchBytes, 1 << 10, 256L << 20)
        .inRange("flushInterval", flushInterval, Duration.ZERO, Duration.ofMinutes(1))
        .inRange("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(5))
        .inRange("retryFor", retryFor, Duration.ZERO, Duration.ofDays(1))
        .throwIfAny();
  }

  /** 50 000 events or 32 MiB wait; 1 000 events or 1 MiB go at a time, after 1 s at the latest. */
  public static ExportSettings defaults() {
    return new ExportSettings(
        50_000,
        32L << 20,
        1_000,
        1L << 20,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(10),
        OverflowPolicy.EVICT);
  }

  /** The same with other bounds for what waits. */
  public ExportSettings queue(int events, long bytes) {
    return new ExportSettings(
        events, bytes, batchEvents, batchBytes, flushInterval, timeout, retryFor, overflow);
  }

  /** The same with other bounds for what goes at a time. */
  public ExportSettings batch(int events, long bytes, Duration interval) {
    return new ExportSettings(
        queueEvents, queueBytes, events, bytes, interval, timeout, retryFor, overflow);
  }

  /** The same with other patience. */
  public ExportSettings patience(Duration exportTimeout, Duration retry) {
    return new ExportSettings(
        queueEvents,
        queueBytes,
        batchEvents,
        batchBytes,
        flushInterval,
        exportTimeout,
        retry,
        overflow);
  }

  /** The same with another answer to overflow. */
  public ExportSettings overflow(OverflowPolicy policy) {
    return new ExportSettings(
        queueEvents, queueBytes, batchEvents, batchBytes, flushInterval, timeout, retryFor, policy);
  }
}
