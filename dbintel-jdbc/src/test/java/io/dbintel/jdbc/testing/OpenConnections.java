package io.dbintel.jdbc.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections where they are opened and closed: a driver before the real one, under a URL of
 * its own. A server's own count lags behind, because it ends a session some time after its client
 * has gone. Thread-safe; closing it takes the driver away.
 */
public final class OpenConnections implements Driver, AutoCloseable {
  private static final String PREFIX = "counted:";

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();

  private OpenConnections() {}

  /** Begins to count. */
  public static OpenConnections counted() throws SQLException {
    OpenConnections driver = new OpenConnections();
    DriverManager.registerDriver(driver);
    return driver;
  }

  /** The URL under which connections are counted. */
  public String url(String real) {
    return PREFIX + real;
  }

  /** How many are open. */
  public int now() {
    return open.get();
  }

  /** The most that were open at a time. */
  public int most() {
    return most.get();
  }

  /** How many were opened. */
  public int opened() {
    return opened.get();
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    most.accumulateAndGet(open.incrementAndGet(), Math::max);
    try {
      Connection real = DriverManager.getConnection(url.substring(PREFIX.length()), info);
      opened.incrementAndGet();
      return counting(real);
    } catch (SQLException | RuntimeException error) {
      open.decrementAndGet();
      throw error;
    }
  }

  private Connection counting(Connection real) {
    AtomicBoolean closed = new AtomicBoolean();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException error) {
                throw error.getCause();
              } finally {
                if ((method.getName().equals("close") || method.getName().equals("abort"))
                    && closed.compareAndSet(false, true)) {
                  open.decrementAndGet();
                }
              }
            });
  }

  @Override
  public void close() throws SQLException {
    DriverManager.deregisterDriver(this);
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(OpenConnections.class.getName());
  }
}
