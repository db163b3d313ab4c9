package io.dbintel.core.engine;

import io.dbintel.core.spi.Turn;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Objects;

/**
 * Who may ask a target's server now: one at a time in each turn, the others in line. Each waits at
 * most once, so the lines are bounded by the number of collectors.
 *
 * <p>Thread-safe. What is started runs on the caller's thread and must only hand work on.
 */
final class Turns {
  private final EnumMap<Turn, Line> lines = new EnumMap<>(Turn.class);
  private boolean closed;

  private static final class Line {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
  }

  Turns() {
    for (Turn turn : Turn.values()) {
      lines.put(turn, new Line());
    }
  }

  /** Starts {@code begin} when the turn is free; it must end with {@link #free}. */
  void request(Turn turn, Runnable begin) {
    enqueue(turn, begin, false);
  }

  /** The same, ahead of all who wait. */
  void requestFirst(Turn turn, Runnable begin) {
    enqueue(turn, begin, true);
  }

  private void enqueue(Turn turn, Runnable begin, boolean first) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (first) {
        line(turn).waiting.addFirst(begin);
      } else {
        line(turn).waiting.addLast(begin);
      }
    }
    startNext(turn);
  }

  /** Ends what was started in the turn and lets the next one start. */
  void free(Turn turn) {
    synchronized (this) {
      line(turn).busy = false;
      notifyAll();
    }
    startNext(turn);
  }

  private void startNext(Turn turn) {
    Runnable next;
    synchronized (this) {
      Line line = line(turn);
      if (line.busy || line.waiting.isEmpty()) {
        return;
      }
      next = line.waiting.removeFirst();
      line.busy = true;
    }
    next.run();
  }

  /** True if nobody has a turn or waits for one. */
  synchronized boolean areFree() {
    for (Line line : lines.values()) {
      if (line.busy || !line.waiting.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Lets nobody start any more. */
  synchronized void close() {
    closed = true;
    lines.values().forEach(line -> line.waiting.clear());
  }

  /** Waits until no turn is taken; false if the deadline came first. */
  synchronized boolean awaitFree(Deadline deadline) throws InterruptedException {
    while (lines.values().stream().anyMatch(line -> line.busy)) {
      long millis = deadline.remainingMillis();
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  private Line line(Turn turn) {
    return Objects.requireNonNull(lines.get(turn));
  }
}
