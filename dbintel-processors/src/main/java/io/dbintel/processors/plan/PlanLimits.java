package io.dbintel.processors.plan;

import io.dbintel.core.config.ConfigChecks;

/**
 * How large a plan may be that is read. Immutable and thread-safe.
 *
 * @param maxDepth how many nodes may stand one under the other, 1 to 2 000; default 1 000
 * @param maxLength how many characters a plan may have, 1 024 to 134 217 728; default 33 554 432
 */
public record PlanLimits(int maxDepth, int maxLength) {
  /** A thousand nodes deep, 32 Mi characters long. */
  public static final PlanLimits DEFAULTS = new PlanLimits(1000, 32 << 20);

  /** Checks the ranges. */
  public PlanLimits {
    new ConfigChecks("plan-limits")
        .inRange("maxDepth", maxDepth, 1L, 2000L)
        .inRange("maxLength", maxLength, 1024L, 128L << 20)
        .throwIfAny();
  }
}
