package io.dbintel.jdbc.pool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, and how many may be: a slot is taken before one is made and given
 * back when it has been closed. HikariCP makes and closes its own in the background, sometimes one
 * more than is wanted, loses what comes back while it closes, and knows nothing of visits; here all
 * are counted, and none outlives {@link #close}. Thread-safe.
 */
final class OpenSlots implements AutoCloseable {
  private final Semaphore slots;
  private final Set<Connection> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  OpenSlots(int most) {
    slots = new Semaphore(most);
  }

  /** Waits for a slot; false if there was none in time or the thread was interrupted. */
  boolean take(long millis) {
    try {
      return slots.tryAcquire(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A slot that was taken was not used. */
  void giveBack() {
    slots.release();
  }

  /**
   * The connection that a slot was taken for; closing it gives the slot back. If this fails, as
   * when there is no memory, it is closed.
   */
  Connection fill(Connection connection) {
    boolean known = false;
    try {
      Connection filling =
          (Connection)
              Proxy.newProxyInstance(
                  OpenSlots.class.getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (proxy, method, arguments) -> pass(connection, method, arguments));
      boolean late;
      synchronized (open) {
        known = open.add(connection);
        late = closed;
      }
      if (late) {
        quietlyClose(connection);
      }
      return filling;
    } finally {
      if (!known) {
        quietlyClose(connection);
        slots.release();
      }
    }
  }

  private @Nullable Object pass(
      Connection connection, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException error) {
      throw error.getTargetException();
    } finally {
      boolean aborted = method.getName().equals("abort") && connection.isClosed();
      if (aborted || method.getName().equals("close")) {
        closed(connection);
      }
    }
  }

  private void closed(Connection connection) {
    boolean first;
    synchronized (open) {
      first = open.remove(connection);
    }
    if (first) {
      slots.release();
    }
  }

  /** Closes what is still open, and whatever is opened from now on. */
  @Override
  public void close() {
    List<Connection> left;
    synchronized (open) {
      closed = true;
      left = List.copyOf(open);
    }
    left.forEach(this::quietlyClose);
  }

  private void quietlyClose(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException gone) {
      // It was broken already.
    } finally {
      closed(connection);
    }
  }
}
