package io.dbintel.processors.regression;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import java.time.Duration;

/**
 * Says whether plans are looked at often enough for the intervals that are laid to them: the part
 * {@code looks}. Whoever explains and this stage are configured apart, and neither knows the other.
 * Not thread-safe.
 */
final class LookHealth {
  /** What nobody configures; beyond, a number is none. */
  private static final double MAX_SECONDS = Duration.ofDays(7).toSeconds();

  private final Duration attribution;
  private final HealthReporter health;
  private double longest = -1;

  LookHealth(PlanRegressionConfig config, HealthReporter health) {
    this.attribution = config.attribution();
    this.health = health.part("looks");
  }

  /**
   * Takes note of a plan that will be looked at again after so many seconds.
   *
   * @return how many seconds an interval must wait to be sure of it; 0 if that is not known
   */
  long after(double seconds) {
    if (!(seconds >= 0) || seconds > MAX_SECONDS) {
      return 0;
    }
    if (seconds > longest) {
      longest = seconds;
      say();
    }
    return (long) Math.ceil(seconds);
  }

  /** What is configured does not change while it runs: what was too seldom once stays so. */
  private void say() {
    if (longest <= attribution.toSeconds()) {
      health.up();
      return;
    }
    health.report(
        HealthStatus.DEGRADED,
        "plans_too_seldom",
        "plans are looked at again after %d s, and 'attribution' is %d s: intervals wait for the longer of the two, so findings come late, and what is too much to wait is left out"
            .formatted((long) Math.ceil(longest), attribution.toSeconds()),
        "lower 'again' of the collector 'explain', so that with its 'interval' it is at most 'attribution' of the stage 'plan-regression'; or raise 'attribution'");
  }
}
