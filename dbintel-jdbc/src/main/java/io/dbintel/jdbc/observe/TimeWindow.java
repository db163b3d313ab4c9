package io.dbintel.jdbc.observe;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time; a sample belongs to it by when it was taken.
 *
 * @param from where it begins, not included
 * @param to where it ends, included; after {@code from}
 */
public record TimeWindow(Instant from, Instant to) {
  /** Checks the order. */
  public TimeWindow {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("from must be before to but were " + from + " and " + to);
    }
  }

  /** The stretch of that length that ends at {@code to}. */
  public static TimeWindow endingAt(Instant to, Duration length) {
    return new TimeWindow(to.minus(length), to);
  }

  long fromEpochNanos() {
    return epochNanos(from);
  }

  long toEpochNanos() {
    return epochNanos(to);
  }

  /** Saturates, so that {@link Instant#MIN} and {@link Instant#MAX} mean "all there is". */
  static long epochNanos(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (Math.abs(seconds) >= Long.MAX_VALUE / 1_000_000_000L) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return seconds * 1_000_000_000L + instant.getNano();
  }
}
