package io.dbintel.jdbc.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.dbintel.core.spi.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Our own pool: at most two connections, none of them kept when nothing is read. Another database
 * than the configured one is visited with a connection that lives as long as the visit, in the
 * place of a pooled one.
 */
final class OwnSource implements ConnectionSource {
  private static final int MAX = 2;

  /** How long HikariCP waits before we look whether an attempt failed meanwhile. */
  private static final long SLICE_MILLIS = 250;

  /** The longest that a connection which was idle may take to show that it lives. */
  private static final Duration VALIDATION = Duration.ofSeconds(5);

  private static final long IDLE_MILLIS = 60_000;

  private final String component;
  private final Clock clock;
  private final DriverDataSource driver;
  private final HikariDataSource pool;

  OwnSource(String name, String component, OwnPool settings, Clock clock, CallThreads threads)
      throws DatabaseException {
    this.component = component;
    this.clock = clock;
    this.driver = new DriverDataSource(component, settings);
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(driver);
    config.setMaximumPoolSize(MAX);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setMaxLifetime(settings.maxLifetime().toMillis());
    config.setConnectionTimeout(SLICE_MILLIS);
    // Nothing can interrupt the wait for a dead one, so it must not outlast a new one's.
    config.setValidationTimeout(shorter(VALIDATION, settings.connectTimeout()).toMillis());
    config.setInitializationFailTimeout(-1);
    config.setThreadFactory(threads.factory("pool"));
    this.pool = new HikariDataSource(config);
  }

  @Override
  public Connection borrow(String database, Call call, long timeoutNanos) throws DatabaseException {
    return database.isEmpty() ? pooled(call, timeoutNanos) : visiting(database);
  }

  private Connection pooled(Call call, long timeoutNanos) throws DatabaseException {
    long began = clock.nanoTime();
    DriverDataSource.Failure before = driver.lastFailure();
    driver.allowAttempt();
    while (true) {
      try {
        return pool.getConnection();
      } catch (SQLException slice) {
        DriverDataSource.Failure now = driver.lastFailure();
        if (now != null && (before == null || now.number() > before.number())) {
          throw now.error();
        }
        if (pool.isClosed()) {
          throw new DatabaseException(component, "connect", ErrorClass.POOL_CLOSED, null);
        }
        if (call.isAbandoned()
            || Thread.currentThread().isInterrupted()
            || clock.nanoTime() - began >= timeoutNanos) {
          throw new DatabaseException(component, "connect", ErrorClass.TIMEOUT, null);
        }
      }
    }
  }

  private Connection visiting(String database) throws DatabaseException {
    evictIdle(MAX);
    return driver.connect(database);
  }

  /** Closes idle connections now, and others when they come back, if there are so many in all. */
  private void evictIdle(int atLeast) {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    if (bean != null && bean.getTotalConnections() >= atLeast) {
      bean.softEvictConnections();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void giveBack(String database, Connection connection, boolean broken) {
    if (broken && database.isEmpty()) {
      pool.evictConnection(connection);
      // What broke one has likely broken the other: finding that out would cost a collection.
      evictIdle(1);
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException gone) {
      // It was broken already.
    }
  }

  @Override
  public boolean isOwn() {
    return true;
  }

  @Override
  public void close() {
    pool.close();
  }
}
