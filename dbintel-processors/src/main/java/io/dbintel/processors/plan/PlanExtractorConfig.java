package io.dbintel.processors.plan;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * What becomes of plans. Immutable and thread-safe.
 *
 * @param resendAfter after how long a plan that was sent is sent again, 1 min to 7 days; default 1
 *     h
 * @param maxPlans how many plans of a target are remembered as sent, 16 to 1 000 000; default 10
 *     000. Beyond, those are forgotten that were sent longest ago, and sent again when they come
 * @param maxTreeLength how many characters a plan without literals may have in an event, 1 024 to 1
 *     048 576; default 16 384
 * @param maxDepth how many nodes of a plan may stand one under the other, 1 to 2 000; default 1 000
 * @param maxLength how many characters a plan may have, 1 024 to 134 217 728; default 33 554 432
 */
public record PlanExtractorConfig(
    Duration resendAfter, int maxPlans, int maxTreeLength, int maxDepth, int maxLength) {

  /** Checks the ranges. */
  public PlanExtractorConfig {
    new ConfigChecks(PlanExtractorProvider.NAME)
        .inRange("resendAfter", resendAfter, Duration.ofMinutes(1), Duration.ofDays(7))
        .inRange("maxPlans", maxPlans, 16L, 1_000_000L)
        .inRange("maxTreeLength", maxTreeLength, 1024L, 1L << 20)
        .inRange("maxDepth", maxDepth, 1L, 2000L)
        .inRange("maxLength", maxLength, 1024L, 128L << 20)
        .throwIfAny();
  }

  /** Each plan once an hour, at most 16 Ki characters of it. */
  public static PlanExtractorConfig defaults() {
    return new PlanExtractorConfig(
        Duration.ofHours(1),
        10_000,
        16_384,
        PlanLimits.DEFAULTS.maxDepth(),
        PlanLimits.DEFAULTS.maxLength());
  }

  PlanLimits limits() {
    return new PlanLimits(maxDepth, maxLength);
  }
}
