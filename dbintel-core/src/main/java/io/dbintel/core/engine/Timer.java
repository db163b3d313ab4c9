package io.dbintel.core.engine;

import io.dbintel.core.spi.Clock;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs short actions at their time, one after another, on a thread of its own. An action must not
 * block: all it does is hand work to others.
 *
 * <p>Thread-safe.
 */
final class Timer {
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Clock clock;
  private final BoundaryLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private final Clock.Registration registration;
  private long sequence;
  private boolean busy;
  private boolean closed;

  Timer(Clock clock, BoundaryLog log) {
    this.clock = clock;
    this.log = log;
    this.registration = clock.onMove(this::wake);
  }

  /** Something to run at a time. */
  final class Entry implements Comparable<Entry> {
    private final long atNanos;
    private final long order;
    private final Runnable action;

    private Entry(long atNanos, long order, Runnable action) {
      this.atNanos = atNanos;
      this.order = order;
      this.action = action;
    }

    /** Takes it back if it has not run yet. */
    void cancel() {
      lock.lock();
      try {
        entries.remove(this);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int compareTo(Entry other) {
      long difference = atNanos - other.atNanos;
      return difference != 0 ? Long.signum(difference) : Long.compare(order, other.order);
    }
  }

  /** Runs {@code action} when the monotonic clock reaches {@code nanoTime}. */
  Entry at(long nanoTime, Runnable action) {
    lock.lock();
    try {
      Entry entry = new Entry(nanoTime, sequence++, action);
      if (!closed) {
        entries.add(entry);
        changed.signalAll();
      }
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** Runs actions until the timer is closed. The body of its thread. */
  void run() {
    Runnable action;
    while ((action = next()) != null) {
      try {
        action.run();
      } catch (Throwable failure) {
        // The timer drives everything; nothing may end it.
        log.failure("timer", "a timed action failed", failure);
      }
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      busy = false;
      while (!closed) {
        Entry first = entries.peek();
        long wait = first == null ? IDLE_NANOS : first.atNanos - clock.nanoTime();
        if (first != null && wait <= 0) {
          entries.remove(first);
          busy = true;
          return first.action;
        }
        try {
          // A clock that is moved by hand wakes us; a real one runs while we wait.
          var unused = changed.await(wait, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          // Nobody is meant to interrupt this thread; it ends when the timer is closed.
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** True if no action runs and none is due. */
  boolean isIdle() {
    lock.lock();
    try {
      Entry first = entries.peek();
      return !busy && (first == null || first.atNanos - clock.nanoTime() > 0);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was to be run and ends the thread. */
  void close() {
    lock.lock();
    try {
      closed = true;
      entries.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    registration.close();
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
