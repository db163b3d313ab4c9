package io.dbintel.core.engine;

import io.dbintel.core.spi.Clock;
import java.time.Duration;

/**
 * A moment by which a host that closes dbintel wants to have its thread back. It is real time, even
 * where the instance's clock is moved by hand: a host does not wait for a clock that stands still.
 */
final class Deadline {
  private static final Clock REAL = Clock.system();

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  static Deadline after(Duration time) {
    return new Deadline(REAL.nanoTime() + time.toNanos());
  }

  /** The moment at which {@code share} of what remains is over. */
  Deadline part(double share) {
    long now = REAL.nanoTime();
    return new Deadline(now + (long) (Math.max(0, atNanos - now) * share));
  }

  /** What remains, at least 0. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - REAL.nanoTime()));
  }

  /** True if nothing remains. */
  boolean isOver() {
    return remainingMillis() == 0;
  }

  /** What remains in milliseconds, rounded up; 0 if it is over. */
  long remainingMillis() {
    return (Math.max(0, atNanos - REAL.nanoTime()) + 999_999) / 1_000_000;
  }
}
