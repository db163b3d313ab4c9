package io.dbintel.processors.advice;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * How often advice is given. Immutable and thread-safe.
 *
 * @param every how long after a plan of a statement was looked at the next is, 10 s to 24 h;
 *     default 10 min
 * @param repeat how long after a piece of advice on a statement it is given again, 1 min to 30
 *     days; default 24 h
 * @param minGain which part of an execution's time must be to be saved, 0 to 1; default 0.1
 * @param maxStatements of how many statements it is remembered what was said, 10 to 100 000;
 *     default 10 000
 */
public record PlanAdviceConfig(Duration every, Duration repeat, double minGain, int maxStatements) {

  /** Checks the ranges. */
  public PlanAdviceConfig {
    new ConfigChecks(PlanAdviceProvider.NAME)
        .inRange("every", every, Duration.ofSeconds(10), Duration.ofHours(24))
        .inRange("repeat", repeat, Duration.ofMinutes(1), Duration.ofDays(30))
        .inRange("minGain", minGain, 0.0, 1.0)
        .inRange("maxStatements", maxStatements, 10L, 100_000L)
        .throwIfAny();
  }

  /** Each statement every ten minutes, each piece of advice once a day. */
  public static PlanAdviceConfig defaults() {
    return new PlanAdviceConfig(Duration.ofMinutes(10), Duration.ofHours(24), 0.1, 10_000);
  }
}
