package io.dbintel.core.engine;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * The bounds within which an instance works.
 *
 * @param inboxBatches how many batches may wait in a lane, 1 to 10 000
 * @param collectionEvents how many events one collection may bring, 1 to 1 000 000
 * @param cpuThreads how many threads the lanes share, 1 to 64
 * @param overheadRatio how much of the wall time a target's server may spend on our statements,
 *     0.000001 to 1; the session sampler has as much again
 * @param reconnectInterval how long after it did not answer a server is asked again who it is, 100
 *     ms to 10 min
 * @param stateInterval how often the state of components is written, 1 s to 1 day
 * @param stateTimeToLive how long stored state is worth reading, 1 min to 365 days
 * @param closeTimeout how long closing may take, 0 to 10 min
 */
public record EngineSettings(
    int inboxBatches,
    int collectionEvents,
    int cpuThreads,
    double overheadRatio,
    Duration reconnectInterval,
    Duration stateInterval,
    Duration stateTimeToLive,
    Duration closeTimeout) {

  /** Checks the ranges. */
  public EngineSettings {
    new ConfigChecks("engine")
        .inRange("inboxBatches", inboxBatches, 1, 10_000)
        .inRange("collectionEvents", collectionEvents, 1, 1_000_000)
        .inRange("cpuThreads", cpuThreads, 1, 64)
        .inRange("overheadRatio", overheadRatio, 1e-6, 1)
        .inRange(
            "reconnectInterval", reconnectInterval, Duration.ofMillis(100), Duration.ofMinutes(10))
        .inRange("stateInterval", stateInterval, Duration.ofSeconds(1), Duration.ofDays(1))
        .inRange("stateTimeToLive", stateTimeToLive, Duration.ofMinutes(1), Duration.ofDays(365))
        .inRange("closeTimeout", closeTimeout, Duration.ZERO, Duration.ofMinutes(10))
        .throwIfAny();
  }

  /** 32 batches, 20 000 events, 2 threads, 1 %, 1 s, 1 min, 7 days, 10 s. */
  public static EngineSettings defaults() {
    return new EngineSettings(
        32,
        20_000,
        2,
        0.01,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofDays(7),
        Duration.ofSeconds(10));
  }

  /** The same with other bounds for what is held. */
  public EngineSettings holding(int batches, int events) {
    return new EngineSettings(
        batches,
        events,
        cpuThreads,
        overheadRatio,
        reconnectInterval,
        stateInterval,
        stateTimeToLive,
        closeTimeout);
  }

  /** The same with another share of the server's time. */
  public EngineSettings overhead(double ratio) {
    return new EngineSettings(
        inboxBatches,
        collectionEvents,
        cpuThreads,
        ratio,
        reconnectInterval,
        stateInterval,
        stateTimeToLive,
        closeTimeout);
  }

  /** The same with another deadline for closing. */
  public EngineSettings closingWithin(Duration timeout) {
    return new EngineSettings(
        inboxBatches,
        collectionEvents,
        cpuThreads,
        overheadRatio,
        reconnectInterval,
        stateInterval,
        stateTimeToLive,
        timeout);
  }
}
