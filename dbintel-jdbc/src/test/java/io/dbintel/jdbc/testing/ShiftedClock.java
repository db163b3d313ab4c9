package io.dbintel.jdbc.testing;

import io.dbintel.core.spi.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock, set forward or back by a test: for instances that watch a real server. */
public final class ShiftedClock implements Clock {
  private final Clock machine = Clock.system();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong wall = new AtomicLong();
  private final List<Runnable> actions = new CopyOnWriteArrayList<>();

  @Override
  public long nanoTime() {
    return machine.nanoTime() + nanos.get();
  }

  @Override
  public long epochNanos() {
    return machine.epochNanos() + wall.get();
  }

  @Override
  public Registration onMove(Runnable action) {
    actions.add(action);
    return () -> actions.remove(action);
  }

  /** Lets time pass at once, on both clocks. */
  public void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    jumpWall(time);
  }

  /** Sets the wall clock, as an administrator or NTP does. */
  public void jumpWall(Duration by) {
    wall.addAndGet(by.toNanos());
    actions.forEach(Runnable::run);
  }
}
