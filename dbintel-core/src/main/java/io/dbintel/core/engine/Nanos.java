package io.dbintel.core.engine;

import java.time.Duration;

/**
 * Durations as the engine reckons with them. Plugins and hosts may ask for any duration; a year is
 * as good as for ever, and sums of it with the monotonic clock do not overflow.
 */
final class Nanos {
  private static final Duration LONGEST = Duration.ofDays(365);

  private Nanos() {}

  /** The duration in nanoseconds, at least 0 and at most a year. */
  static long of(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : duration.toNanos();
  }
}
