package io.dbintel.jdbc.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One borrowing of a connection, and how to end it from outside: the thread that waits for a
 * connection is interrupted; a running statement is cancelled, and when that does not help, the
 * connection is cut, so that a silent server cannot keep the thread.
 *
 * <p>Belongs to the thread that reads; only {@link #abandon} may be called by others.
 */
final class Call {
  /** How long a cancelled statement has to end before its connection is cut. */
  static final Duration GRACE = Duration.ofMillis(500);

  private final CallThreads threads;
  private final Thread reader = Thread.currentThread();
  private final Object lock = new Object();

  private boolean waiting;
  private boolean interrupted;
  private boolean abandoned;
  private boolean ended;
  private boolean cut;
  private int cancelling;
  private @Nullable Connection connection;
  private @Nullable Statement running;
  private @Nullable Future<?> cutting;

  Call(CallThreads threads) {
    this.threads = threads;
  }

  /** Gives the call up. Returns at once; a second time does nothing. */
  void abandon() {
    synchronized (lock) {
      if (ended || abandoned) {
        return;
      }
      abandoned = true;
      if (waiting) {
        interrupted = true;
        reader.interrupt();
      }
      if (running != null) {
        cancel(running);
      }
      if (connection != null) {
        cutting = threads.after(GRACE, this::cut);
      }
    }
  }

  boolean isAbandoned() {
    synchronized (lock) {
      return abandoned;
    }
  }

  /** The thread is about to wait for a connection. */
  void waiting() {
    synchronized (lock) {
      waiting = !abandoned;
    }
  }

  /** The thread waits no more. An interruption of ours is taken back; one of others stays. */
  void waited() {
    synchronized (lock) {
      waiting = false;
      if (interrupted) {
        interrupted = false;
        boolean unused = Thread.interrupted();
      }
    }
  }

  /** The connection is there. */
  void using(Connection borrowed) {
    synchronized (lock) {
      connection = borrowed;
      if (abandoned && cutting == null) {
        cutting = threads.after(GRACE, this::cut);
      }
    }
  }

  /** A statement is about to be sent; false if it must not, because the call was given up. */
  boolean begin(Statement statement) {
    synchronized (lock) {
      if (abandoned) {
        return false;
      }
      running = statement;
      return true;
    }
  }

  /** The statement's last row was read, or it failed. */
  void end(Statement statement) {
    synchronized (lock) {
      if (running == statement) {
        running = null;
      }
      awaitCancel();
    }
  }

  /**
   * The connection goes back: nothing reaches it from here any more.
   *
   * @return true if it must not be used again, because it was cut, or because a cancel request is
   *     still on its way and would hit whatever runs on it next
   */
  boolean ended() {
    synchronized (lock) {
      ended = true;
      running = null;
      connection = null;
      if (cutting != null) {
        cutting.cancel(false);
      }
      awaitCancel();
      return cut || cancelling > 0;
    }
  }

  /** A cancel request must have reached its own statement before the connection serves another. */
  private void awaitCancel() {
    boolean wasInterrupted = false;
    while (cancelling > 0) {
      try {
        lock.wait(GRACE.toMillis());
        break;
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      reader.interrupt();
    }
  }

  private void cancel(Statement statement) {
    cancelling++;
    threads.now(
        "cancel",
        () -> {
          try {
            statement.cancel();
          } catch (SQLException | RuntimeException cannotCancel) {
            // The connection is cut after the grace.
          } finally {
            synchronized (lock) {
              cancelling--;
              lock.notifyAll();
            }
          }
        });
  }

  private void cut() {
    Connection victim;
    synchronized (lock) {
      victim = connection;
      if (ended || victim == null) {
        return;
      }
      cut = true;
    }
    try {
      victim.abort(Runnable::run);
    } catch (SQLException | RuntimeException alreadyGone) {
      // There is nothing left to cut.
    }
  }
}
