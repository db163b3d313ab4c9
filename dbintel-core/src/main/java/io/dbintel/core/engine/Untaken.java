package io.dbintel.core.engine;

import java.time.Duration;

/**
 * For how long to hand nothing more to an executor that did not take what it was handed: a lent one
 * can be stuck, and would keep all of it; or it lost it, and asks for nothing more by itself. So
 * one more is handed after a pause, ever longer. Not thread-safe.
 */
final class Untaken {
  private static final long SHORTEST = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST = Duration.ofMinutes(10).toNanos();

  private final long first;
  private long pause;

  /** The first pause is so long, within a second and ten minutes. */
  Untaken(long firstNanos) {
    first = Math.max(SHORTEST, Math.min(firstNanos, LONGEST));
  }

  /** Nobody came for what was handed over; returns for how many nanoseconds to pause. */
  long pause() {
    pause = pause == 0 ? first : Math.min(pause * 2, LONGEST);
    return pause;
  }

  /** A thread came, for whichever it was that was handed over. */
  void taken() {
    pause = 0;
  }
}
