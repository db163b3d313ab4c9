package io.dbintel.jdbc.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections with the host's driver. The pool above it sees neither URL nor user nor
 * password, so that it cannot log them, and errors come out stripped. Remembers the last failure,
 * because the pool keeps it to itself until its own time-out, and repeats it until somebody asks
 * again: the pool tries several times a second while somebody waits, and a server may lock a role
 * out after a few wrong passwords. Thread-safe.
 */
final class DriverDataSource implements DataSource {
  /** A failed attempt. */
  record Failure(long number, DatabaseException error) {}

  /** How long HikariCP's thread waits for a connection to be closed before it is asked again. */
  private static final long SLOT_MILLIS = 100;

  private final String component;
  private final OwnPool settings;
  private final Driver driver;
  private final OpenSlots slots;
  private long failures;
  private volatile @Nullable Failure last;
  private volatile @Nullable DatabaseException repeated;

  DriverDataSource(String component, OwnPool settings, int most) throws DatabaseException {
    this.component = component;
    this.settings = settings;
    this.driver = driver(component, settings.urlOf().apply(""));
    this.slots = new OpenSlots(most);
  }

  @Override
  public Connection getConnection() throws DatabaseException {
    DatabaseException sameAgain = repeated;
    if (sameAgain != null) {
      throw sameAgain;
    }
    if (!slots.take(SLOT_MILLIS)) {
      // No failure of the server's: HikariCP asks again if somebody still waits.
      throw new DatabaseException(component, "connect", ErrorClass.TIMEOUT, null);
    }
    try {
      return connect("");
    } catch (DatabaseException error) {
      remember(error);
      throw error;
    }
  }

  /** Waits for room for one more connection; false if there was none in time. */
  boolean takeSlot(long millis) {
    return slots.take(millis);
  }

  /** A new connection to a database, in a slot that was taken for it. */
  Connection connect(String database) throws DatabaseException {
    Connection connection = null;
    try {
      connection = open(database);
    } finally {
      if (connection == null) {
        slots.giveBack();
      }
    }
    return slots.fill(connection);
  }

  private Connection open(String database) throws DatabaseException {
    try {
      Connection connection = driver.connect(settings.urlOf().apply(database), properties());
      if (connection == null) {
        throw new DatabaseException(component, "connect", ErrorClass.OTHER, null);
      }
      return connection;
    } catch (SQLException error) {
      throw DatabaseException.of(component, "connect", error);
    } catch (RuntimeException error) {
      throw new DatabaseException(component, "connect", ErrorClass.OTHER, null);
    }
  }

  /** Closes what is still open; what is opened later is closed at once. */
  void closeAll() {
    slots.close();
  }

  /** Somebody asks for a connection: the server may be tried once more. */
  void allowAttempt() {
    repeated = null;
  }

  /** The last failure; null if there was none. */
  @Nullable Failure lastFailure() {
    return last;
  }

  private synchronized void remember(DatabaseException error) {
    failures++;
    repeated = error;
    last = new Failure(failures, error);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password().reveal());
    }
    return properties;
  }

  private static Driver driver(String component, String url) throws DatabaseException {
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException notRegisteredHere) {
      for (Driver candidate : ServiceLoader.load(Driver.class)) {
        if (accepts(candidate, url)) {
          return candidate;
        }
      }
      throw new DatabaseException(
          component,
          "finding a JDBC driver on the class path (add the product's driver as a dependency)",
          ErrorClass.OTHER,
          null);
    }
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException badUrl) {
      return false;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
