package io.dbintel.core.config;

import java.time.Duration;
import java.util.Objects;

/**
 * The ends of a range, both included: two {@code Long}, two {@code Double} or two {@code Duration}.
 *
 * @param min the lower end
 * @param max the upper end
 */
public record ConfigBounds(Comparable<?> min, Comparable<?> max) {
  private static final long MAX_IN_MILLIS = Long.MAX_VALUE / 1000;

  /** Checks that both ends are of one kind. */
  public ConfigBounds {
    Objects.requireNonNull(min, "min");
    if (min.getClass() != max.getClass()) {
      throw new IllegalArgumentException("ends of two kinds: " + min + " and " + max);
    }
  }

  /** An end as messages show it: {@code 100ms}, {@code 0.5}, {@code 64}. */
  public static String text(Comparable<?> end) {
    if (end instanceof Duration duration) {
      return text(duration);
    }
    return end instanceof Double number ? text(number.doubleValue()) : end.toString();
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static String text(Duration value) {
    long seconds = value.toSeconds();
    // What the longest durations are in milliseconds is no long.
    boolean countable = seconds > -MAX_IN_MILLIS && seconds < MAX_IN_MILLIS;
    boolean fraction = countable && (value.toMillis() % 1000 != 0 || value.isZero());
    return fraction ? value.toMillis() + "ms" : seconds + "s";
  }

  @Override
  public String toString() {
    return '[' + text(min) + ", " + text(max) + ']';
  }
}
