package io.dbintel.jdbc.explain;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;
import java.util.List;

/**
 * Which views are read for plans, and how often. Immutable and thread-safe.
 *
 * @param interval from reading to reading, 10 s to 1 h; default 60 s
 * @param timeout how long a reading may take, 1 s to 5 min; default 10 s
 * @param topN how many plans are fetched in one reading, those with most time since the last, 1 to
 *     500; default 50
 * @param maxPlans how many plans of a view are looked at, 100 to 100 000; if there are more, the
 *     others are not seen; default 10 000
 * @param repeat how long a plan that was told is not told again, 4 min to 24 h; default 1 h
 * @param views further views, looked for before those that dbintel knows
 */
public record PlanViewsConfig(
    Duration interval,
    Duration timeout,
    int topN,
    int maxPlans,
    Duration repeat,
    List<PlanView> views) {

  /** Checks the ranges. */
  public PlanViewsConfig {
    views = List.copyOf(views);
    new ConfigChecks(PlanViewsProvider.NAME)
        .inRange("interval", interval, Duration.ofSeconds(10), Duration.ofHours(1))
        .inRange("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(5))
        .inRange("topN", topN, 1L, 500L)
        .inRange("maxPlans", maxPlans, 100L, 100_000L)
        .inRange("repeat", repeat, Duration.ofMinutes(4), Duration.ofHours(24))
        .throwIfAny();
  }

  /** A reading a minute, of the first view that is there. */
  public static PlanViewsConfig defaults() {
    return new PlanViewsConfig(
        Duration.ofSeconds(60), Duration.ofSeconds(10), 50, 10_000, Duration.ofHours(1), List.of());
  }

  /** The same, looking for these views first. */
  public PlanViewsConfig withViews(List<PlanView> more) {
    return new PlanViewsConfig(interval, timeout, topN, maxPlans, repeat, more);
  }
}
