package io.dbintel.core.engine;

import java.util.concurrent.TimeUnit;

/**
 * What was spent in about the last minute: a ring of six sums of ten seconds each. Not thread-safe.
 */
final class RecentCost {
  private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int SLOTS = 6;

  private final long origin;
  private final double[] sums = new double[SLOTS];
  private long slot;

  RecentCost(long now) {
    origin = now;
  }

  /** Adds what was spent at a time; what is older than the ring counts where the ring begins. */
  void add(double nanos, long at) {
    turnTo(at);
    sums[(int) (slot % SLOTS)] += nanos;
  }

  /** What was spent over wall time; the first slot counts in full while it fills. */
  double ratio(long now) {
    turnTo(now);
    double spent = 0;
    for (double sum : sums) {
      spent += sum;
    }
    long full = Math.min(SLOTS, slot + 1) - 1;
    long intoSlot = Math.max(0, now - origin - slot * SLOT_NANOS);
    long wall = Math.max(SLOT_NANOS, full * SLOT_NANOS + intoSlot);
    return spent / wall;
  }

  private void turnTo(long now) {
    long current = Math.max(0, now - origin) / SLOT_NANOS;
    for (long passed = Math.min(current - slot, SLOTS); passed > 0; passed--) {
      sums[(int) ((current - passed + 1) % SLOTS)] = 0;
    }
    slot = Math.max(slot, current);
  }
}
