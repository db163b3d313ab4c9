package io.dbintel.core.engine;

import io.dbintel.core.spi.Clock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs short actions at their time, one after another, on a thread of its own. An action must not
 * block: all it does is hand work to others.
 *
 * <p>Whoever is to be called has an {@link Alarm}, made once: to set it takes no memory, so that
 * nobody's next time is lost for want of it. Neither does waiting. An action that fails is run
 * again in a second, because it may have broken off anywhere.
 *
 * <p>Thread-safe.
 */
final class Timer {
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int FIRST_SIZE = 16;

  private final Clock clock;
  private final BoundaryLog log;
  private final Clock.Registration registration;
  private final Object lock = new Object();

  /** The alarms that are set: a binary heap with room for all there are. */
  private @Nullable Alarm[] heap = new Alarm[FIRST_SIZE];

  private int set;
  private int made;
  private long sequence;
  private boolean busy;
  private boolean closed;

  /** Of the timer's thread: what it runs, and what ended the last run. */
  private @Nullable Alarm current;

  private @Nullable Throwable failed;

  Timer(Clock clock, BoundaryLog log) {
    this.clock = clock;
    this.log = log;
    this.registration = clock.onMove(this::wake);
  }

  /** An action and the time at which it is to run, if any. */
  final class Alarm {
    private static final int UNSET = -1;

    private final Runnable action;
    private long atNanos;
    private long order;
    private int place = UNSET;
    private boolean forgotten;

    private Alarm(Runnable action) {
      this.action = action;
    }

    /** Runs the action when the monotonic clock reaches {@code nanoTime}, and not before. */
    void set(long nanoTime) {
      synchronized (lock) {
        if (closed || forgotten) {
          return;
        }
        remove(this);
        atNanos = nanoTime;
        order = sequence++;
        add(this);
        lock.notifyAll();
      }
    }

    /** Takes it back if it has not run yet. */
    void cancel() {
      synchronized (lock) {
        remove(this);
      }
    }

    /** True if it is to run. */
    boolean isSet() {
      synchronized (lock) {
        return place != UNSET;
      }
    }

    /** Takes it back for good. */
    void close() {
      synchronized (lock) {
        if (!forgotten) {
          remove(this);
          forgotten = true;
          made--;
        }
      }
    }

    /** Runs the action now. */
    void ring() {
      action.run();
    }

    private boolean isBefore(Alarm other) {
      long difference = atNanos - other.atNanos;
      return difference != 0 ? difference < 0 : order < other.order;
    }
  }

  /** An alarm that is not set yet. */
  Alarm alarm(Runnable action) {
    synchronized (lock) {
      if (made == heap.length) {
        @Nullable Alarm[] larger = new Alarm[made * 2];
        System.arraycopy(heap, 0, larger, 0, set);
        heap = larger;
      }
      Alarm alarm = new Alarm(action);
      made++;
      return alarm;
    }
  }

  // --- the heap

  private void add(Alarm alarm) {
    set++;
    up(alarm, set - 1);
  }

  private void remove(Alarm alarm) {
    int hole = alarm.place;
    if (hole == Alarm.UNSET) {
      return;
    }
    alarm.place = Alarm.UNSET;
    set--;
    Alarm last = at(set);
    heap[set] = null;
    if (last != alarm) {
      down(last, hole);
      if (last.place == hole) {
        up(last, hole);
      }
    }
  }

  private void up(Alarm alarm, int from) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / 2;
      if (!alarm.isBefore(at(parent))) {
        break;
      }
      put(at(parent), place);
      place = parent;
    }
    put(alarm, place);
  }

  private void down(Alarm alarm, int from) {
    int place = from;
    while (2 * place + 1 < set) {
      int child = 2 * place + 1;
      if (child + 1 < set && at(child + 1).isBefore(at(child))) {
        child++;
      }
      if (!at(child).isBefore(alarm)) {
        break;
      }
      put(at(child), place);
      place = child;
    }
    put(alarm, place);
  }

  private void put(Alarm alarm, int place) {
    heap[place] = alarm;
    alarm.place = place;
  }

  private Alarm at(int place) {
    return Objects.requireNonNull(heap[place]);
  }

  // --- the thread

  /** Runs actions until the timer is closed. The body of its thread; throws nothing. */
  void run() {
    // Apart from the loop: see Rescue.
    boolean running = true;
    while (running) {
      try {
        putRight();
        runActions();
        running = false;
      } catch (Throwable failure) {
        failed = failure;
      }
    }
  }

  private void runActions() {
    for (Alarm alarm = next(); alarm != null; alarm = next()) {
      current = alarm;
      alarm.ring();
      current = null;
    }
  }

  /** The timer drives everything; nothing may end it, nor what it drives. */
  private void putRight() {
    Alarm broken = current;
    current = null;
    if (broken != null && !broken.isSet()) {
      broken.set(clock.nanoTime() + RETRY_NANOS);
    }
    Throwable failure = failed;
    failed = null;
    if (failure != null) {
      log.failure("timer", "a timed action failed", failure);
    }
  }

  private @Nullable Alarm next() {
    synchronized (lock) {
      busy = false;
      while (!closed) {
        Alarm due = takeDue();
        if (due != null) {
          busy = true;
          return due;
        }
        Alarm first = heap[0];
        long wait = first == null ? IDLE_NANOS : first.atNanos - clock.nanoTime();
        try {
          // A clock that is moved by hand wakes us; a real one runs while we wait.
          TimeUnit.NANOSECONDS.timedWait(lock, wait);
        } catch (InterruptedException e) {
          // Nobody is meant to interrupt this thread; it ends when the timer is closed.
        }
      }
      return null;
    }
  }

  /** Takes the first alarm if its time has come; null if there is none. */
  @Nullable Alarm takeDue() {
    synchronized (lock) {
      Alarm first = heap[0];
      if (first == null || first.atNanos - clock.nanoTime() > 0) {
        return null;
      }
      remove(first);
      return first;
    }
  }

  /** True if no action runs and none is due. */
  boolean isIdle() {
    synchronized (lock) {
      Alarm first = heap[0];
      return !busy && (first == null || first.atNanos - clock.nanoTime() > 0);
    }
  }

  /** Forgets what was to be run and ends the thread. */
  void close() {
    synchronized (lock) {
      closed = true;
      while (set > 0) {
        remove(at(set - 1));
      }
      lock.notifyAll();
    }
    registration.close();
  }

  private void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }
}
