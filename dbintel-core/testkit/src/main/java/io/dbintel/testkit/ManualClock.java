package io.dbintel.testkit;

import io.dbintel.core.spi.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is moved. Whoever waits on it is woken by each move.
 *
 * <p>Thread-safe.
 */
public final class ManualClock implements Clock {
  /** 2026-01-01T00:00Z. */
  private static final long START_EPOCH_NANOS = 1_767_225_600_000_000_000L;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong wall = new AtomicLong(START_EPOCH_NANOS);
  private final List<Runnable> actions = new CopyOnWriteArrayList<>();

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public long epochNanos() {
    return wall.get();
  }

  @Override
  public Registration onMove(Runnable action) {
    actions.add(action);
    return () -> actions.remove(action);
  }

  /** Lets time pass on both clocks. */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("monotonic time does not run backwards: " + time);
    }
    nanos.addAndGet(time.toNanos());
    wall.addAndGet(time.toNanos());
    actions.forEach(Runnable::run);
  }

  /** Sets the wall clock forward or back, as an administrator or NTP does. */
  public void jumpWall(Duration by) {
    wall.addAndGet(by.toNanos());
    actions.forEach(Runnable::run);
  }
}
