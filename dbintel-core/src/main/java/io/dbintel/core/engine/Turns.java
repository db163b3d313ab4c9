package io.dbintel.core.engine;

import io.dbintel.core.spi.Turn;
import java.util.EnumMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask a target's server now: one at a time in each turn, the others in line. Each has a
 * place of its own, made beforehand, so that to wait and to go on takes no memory.
 *
 * <p>Thread-safe. What is started runs on the caller's thread and must only hand work on.
 */
final class Turns {
  private final EnumMap<Turn, Line> lines = new EnumMap<>(Turn.class);
  private final Line[] all;
  private boolean closed;

  private static final class Line {
    private @Nullable Place first;
    private @Nullable Place last;
    private @Nullable Place holder;
  }

  /** Begins what a place is for, or puts right a beginning that broke off. */
  interface Holder extends Rescue {
    /** The turn is free and taken; it must end with {@link Place#free}. */
    void begin();
  }

  Turns() {
    for (Turn turn : Turn.values()) {
      lines.put(turn, new Line());
    }
    all = lines.values().toArray(new Line[0]);
  }

  /** A place in the line of a turn. */
  Place place(Turn turn, Holder holder) {
    return new Place(Objects.requireNonNull(lines.get(turn)), holder);
  }

  /** One who asks for a turn, waits for it, has it and gives it back. */
  final class Place {
    private final Line line;
    private final Holder owner;
    private @Nullable Place next;
    private boolean waiting;
    private @Nullable Thread beginner;

    private Place(Line line, Holder owner) {
      this.line = line;
      this.owner = owner;
    }

    /** Begins when the turn is free; does nothing if it waits already or has the turn. */
    void request() {
      enqueue(this, false);
    }

    /** The same, ahead of all who wait. */
    void requestFirst() {
      enqueue(this, true);
    }

    /** Ends what was started and lets the next one start; does nothing if it has no turn. */
    void free() {
      release(this);
    }

    /** True if it waits or has the turn. */
    boolean isTaken() {
      synchronized (Turns.this) {
        return waiting || line.holder == this;
      }
    }
  }

  private void enqueue(Place place, boolean ahead) {
    Line line = place.line;
    synchronized (this) {
      if (closed || place.waiting || line.holder == place) {
        return;
      }
      place.waiting = true;
      Place last = line.last;
      if (last == null) {
        line.first = place;
        line.last = place;
      } else if (ahead) {
        place.next = line.first;
        line.first = place;
      } else {
        last.next = place;
        line.last = place;
      }
    }
    startNext(line);
  }

  private void release(Place place) {
    synchronized (this) {
      if (place.line.holder != place) {
        return;
      }
      place.line.holder = null;
      place.beginner = null;
      notifyAll();
    }
    startNext(place.line);
  }

  private void startNext(Line line) {
    Place next;
    synchronized (this) {
      next = line.first;
      if (line.holder != null || next == null) {
        return;
      }
      line.first = next.next;
      if (line.first == null) {
        line.last = null;
      }
      next.next = null;
      next.waiting = false;
      next.beginner = Thread.currentThread();
      line.holder = next;
    }
    next.owner.begin();
    synchronized (this) {
      if (next.beginner == Thread.currentThread()) {
        next.beginner = null;
      }
    }
  }

  /**
   * Puts right what this thread was about to begin when memory ran out. Only where the thread
   * begins nothing.
   */
  void rescue() {
    for (Line line : all) {
      Place broken;
      synchronized (this) {
        broken = line.holder;
        if (broken == null || broken.beginner != Thread.currentThread()) {
          continue;
        }
      }
      broken.owner.rescue();
    }
  }

  /** True if nobody has a turn or waits for one. */
  synchronized boolean areFree() {
    for (Line line : all) {
      if (line.holder != null || line.first != null) {
        return false;
      }
    }
    return true;
  }

  /** Lets nobody start any more. */
  synchronized void close() {
    closed = true;
    for (Line line : all) {
      for (Place place = line.first; place != null; place = place.next) {
        place.waiting = false;
      }
      line.first = null;
      line.last = null;
    }
  }

  /** Waits until no turn is taken; false if the deadline came first. */
  synchronized boolean awaitFree(Deadline deadline) throws InterruptedException {
    while (isHeld()) {
      long millis = deadline.remainingMillis();
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  private boolean isHeld() {
    for (Line line : all) {
      if (line.holder != null) {
        return true;
      }
    }
    return false;
  }
}
