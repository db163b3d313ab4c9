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

  /**
   * How long a connection which was idle may take to show that it lives. Nothing can interrupt the
   * wait for a dead one, so it is no longer than the shortest interval of a collector.
   */
  private static final Duration VALIDATION = Duration.ofSeconds(1);

  /** How long a visit waits before it looks again whether a connection is idle. */
  private static final long SLOT_MILLIS = 20;

  private static final long IDLE_MILLIS = 60_000;

  private final String component;
  private final Clock clock;
  private final DriverDataSource driver;
  private final HikariDataSource pool;

  OwnSource(String name, String component, OwnPool settings, Clock clock, CallThreads threads)
      throws DatabaseException {
    this.component = component;
    this.clock = clock;
    this.driver = new DriverDataSource(component, settings, MAX);
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(driver);
    config.setMaximumPoolSize(MAX);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setMaxLifetime(settings.maxLifetime().toMillis());
    config.setConnectionTimeout(SLICE_MILLIS);
    config.setValidationTimeout(VALIDATION.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setThreadFactory(threads.factory("pool"));
    this.pool = new HikariDataSource(config);
  }

  @Override
  public Connection borrow(String database, Call call, long timeoutNanos) throws DatabaseException {
    return database.isEmpty() ? pooled(call, timeoutNanos) : visiting(database, call, timeoutNanos);
  }

  private Connection pooled(Call call, long timeoutNanos) throws DatabaseException {
    long began = clock.nanoTime();
    DriverDataSource.Failure before = driver.lastFailure();
    driver.allowAttempt();
    while (true) {
      long asked = clock.nanoTime();
      try {
        return pool.getConnection();
      } catch (SQLException slice) {
        if (clock.nanoTime() - asked >= VALIDATION.toNanos()) {
          // One that was idle was dead: the other would cost as much again.
          evictAll();
        }
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

  private Connection visiting(String database, Call call, long timeoutNanos)
      throws DatabaseException {
    long began = clock.nanoTime();
    boolean taken = driver.takeSlot(0);
    while (!taken) {
      if (call.isAbandoned()
          || Thread.currentThread().isInterrupted()
          || clock.nanoTime() - began >= timeoutNanos) {
        throw new DatabaseException(component, "connect", ErrorClass.TIMEOUT, null);
      }
      closeIdle();
      taken = driver.takeSlot(SLOT_MILLIS);
    }
    return driver.connect(database);
  }

  /**
   * Closes an idle connection, if there is one. HikariCP closes what it evicts some time later, on
   * a thread of its own; so it is closed here.
   */
  private void closeIdle() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    if (bean == null || bean.getIdleConnections() == 0) {
      return;
    }
    try {
      Connection idle = pool.getConnection();
      try {
        idle.unwrap(Connection.class).close();
      } finally {
        pool.evictConnection(idle);
        idle.close();
      }
    } catch (SQLException | RuntimeException noneIsIdle) {
      // Then there is room, or will be when another is given back.
    }
  }

  /** Closes idle connections soon, and others when they come back. */
  private void evictAll() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    if (bean != null) {
      bean.softEvictConnections();
    }
  }

  @Override
  public void giveBack(String database, Connection connection, boolean broken) {
    if (broken) {
      if (database.isEmpty()) {
        pool.evictConnection(connection);
      }
      // What broke one has likely broken the other: finding that out would cost a collection.
      evictAll();
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
    try {
      pool.close();
    } finally {
      driver.closeAll();
    }
  }
}
