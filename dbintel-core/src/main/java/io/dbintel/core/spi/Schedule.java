package io.dbintel.core.spi;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * How often something is collected, and how long that may take.
 *
 * @param interval from start to start, 100 ms to 1 day
 * @param timeout 10 ms to 10 min
 */
public record Schedule(Duration interval, Duration timeout) {
  /** Checks the ranges. */
  public Schedule {
    new ConfigChecks("schedule")
        .inRange("interval", interval, Duration.ofMillis(100), Duration.ofDays(1))
        .inRange("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(10))
        .throwIfAny();
  }
}
