package io.dbintel.core.engine;

/**
 * Where an engine is in its life. Its monitor also guards the {@link Roster}, so that nothing can
 * be added to an engine that has begun to close.
 *
 * <p>Thread-safe.
 */
final class EngineLife {
  /** The stages of a life, in their order. */
  enum State {
    NEW,
    STARTING,
    RUNNING,
    CLOSING,
    CLOSED
  }

  private volatile State state = State.NEW;

  State state() {
    return state;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Moves on; false if it is not, or no more, where this begins. */
  synchronized boolean move(State from, State to) {
    if (state != from) {
      return false;
    }
    state = to;
    notifyAll();
    return true;
  }

  /** Ends it, wherever it was. */
  synchronized void end() {
    state = State.CLOSED;
    notifyAll();
  }

  /** Waits for another thread to end it. An interrupt of the caller is kept for later. */
  void awaitEnd(Deadline deadline) {
    boolean interrupted = false;
    synchronized (this) {
      while (state != State.CLOSED && deadline.remainingMillis() > 0) {
        try {
          wait(deadline.remainingMillis());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
