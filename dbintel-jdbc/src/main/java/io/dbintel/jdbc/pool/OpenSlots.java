package io.dbintel.jdbc.pool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many connections may be open: a slot is taken before one is made and given back when it has
 * been closed. HikariCP makes and closes its own in the background, sometimes one more than is
 * wanted, and knows nothing of visits; here all are counted. Thread-safe.
 */
final class OpenSlots {
  private final Semaphore slots;

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

  /** The connection that a slot was taken for; closing it gives the slot back. */
  Connection fill(Connection connection) {
    AtomicBoolean closed = new AtomicBoolean();
    return (Connection)
        Proxy.newProxyInstance(
            OpenSlots.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException error) {
                throw error.getTargetException();
              } finally {
                if ((method.getName().equals("close") || method.getName().equals("abort"))
                    && closed.compareAndSet(false, true)) {
                  slots.release();
                }
              }
            });
  }
}
