package io.dbintel.processors.regression;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * What is remembered of plans, and what a difference must be to be told. Immutable and thread-safe.
 *
 * @param maxStatements how many statements are remembered, 10 to 1 500; default 1 000. Each takes
 *     up to 10 KiB
 * @param plansPerStatement how many plans of a statement are remembered, 2 to 5; default 4
 * @param retention how long a statement that is not seen is remembered, 1 h to 90 days; default 14
 *     days
 * @param sample over how long intervals are gathered into one sample, 1 s to 10 min; default 1 min
 * @param attribution how long an interval waits for a change of plan to be seen before it counts
 *     for the plan that was explained last, 1 s to 1 h; default 12 min. It must be longer than what
 *     lies between two looks at a statement's plan
 * @param minSamples how many samples there must be with each plan, 8 to 32; default 8
 * @param minExecutions how many executions there must be with each plan, 10 to 1 000; default 30
 * @param minRatio how many times as much work or time is told, 1.1 to 10; default 1.5
 * @param minLoss how many database seconds an hour must be lost, 100 ms to 1 h; default 10 s
 * @param falseAlarms how often, by chance, any comparison of a server may be wrong, 0.000001 to
 *     0.05; default 0.001. It is shared by all statements that are compared
 * @param coolDown how long after a finding of a statement one of its kind is not told again, 1 min
 *     to 24 h; default 1 h
 */
public record PlanRegressionConfig(
    int maxStatements,
    int plansPerStatement,
    Duration retention,
    Duration sample,
    Duration attribution,
    int minSamples,
    int minExecutions,
    double minRatio,
    Duration minLoss,
    double falseAlarms,
    Duration coolDown) {

  /** Most of what {@code plansPerStatement} can be. */
  static final int MAX_PLANS = 5;

  private static final int MAX_STATEMENTS = 1_500;

  /** Checks the ranges. */
  public PlanRegressionConfig {
    Duration minute = Duration.ofMinutes(1);
    Duration hour = Duration.ofHours(1);
    new ConfigChecks(PlanRegressionProvider.NAME)
        .inRange("maxStatements", maxStatements, 10L, MAX_STATEMENTS)
        .inRange("plansPerStatement", plansPerStatement, 2L, MAX_PLANS)
        .inRange("retention", retention, hour, Duration.ofDays(90))
        .inRange("sample", sample, Duration.ofSeconds(1), Duration.ofMinutes(10))
        .inRange("attribution", attribution, Duration.ofSeconds(1), hour)
        .inRange("minSamples", minSamples, 8L, 32L)
        .inRange("minExecutions", minExecutions, 10L, 1_000L)
        .inRange("minRatio", minRatio, 1.1, 10.0)
        .inRange("minLoss", minLoss, Duration.ofMillis(100), hour)
        .inRange("falseAlarms", falseAlarms, 0.000_001, 0.05)
        .inRange("coolDown", coolDown, minute, Duration.ofHours(24))
        .throwIfAny();
  }

  /** A thousand statements, samples of a minute, half as much again. */
  public static PlanRegressionConfig defaults() {
    return new PlanRegressionConfig(
        1_000,
        4,
        Duration.ofDays(14),
        Duration.ofMinutes(1),
        Duration.ofMinutes(12),
        8,
        30,
        1.5,
        Duration.ofSeconds(10),
        0.001,
        Duration.ofHours(1));
  }

  /** The same, gathering samples over another time and letting them wait for another one. */
  public PlanRegressionConfig withSample(Duration newSample, Duration newAttribution) {
    return new PlanRegressionConfig(
        maxStatements,
        plansPerStatement,
        retention,
        newSample,
        newAttribution,
        minSamples,
        minExecutions,
        minRatio,
        minLoss,
        falseAlarms,
        coolDown);
  }

  Limits limits() {
    return new Limits(minSamples, minExecutions, minRatio, minLoss.toNanos() / 3600e9);
  }
}
