package io.dbintel.core.spi;

import java.time.Instant;

/**
 * The time, as everything in dbintel sees it: a wall clock for stamps and a monotonic one for
 * intervals. Hosts rarely replace it; tests move one by hand.
 *
 * <p>Implementations are thread-safe.
 */
public interface Clock {
  /** Monotonic nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
  long nanoTime();

  /** The wall time in nanoseconds since 1970-01-01T00:00Z. It may jump. */
  long epochNanos();

  /**
   * Registers an action for a clock that can be moved by hand, which runs it after each move; a
   * clock that only runs by itself ignores it. The action must be quick and must not throw.
   *
   * @return ends the registration
   */
  default Registration onMove(Runnable action) {
    return () -> {};
  }

  /** Ends a registration; a second call does nothing. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** The clock of this machine. */
  static Clock system() {
    return new Clock() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public long epochNanos() {
        Instant now = Instant.now();
        return Math.addExact(
            Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
      }

      @Override
      public String toString() {
        return "Clock.system()";
      }
    };
  }
}
