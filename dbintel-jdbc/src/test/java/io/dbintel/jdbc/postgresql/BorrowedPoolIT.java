package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Work;
import io.dbintel.jdbc.testing.LoneConnection;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A target that reads through a pool of the host's. */
final class BorrowedPoolIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  private final TestContext context = new TestContext("orders");

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void connectionGoesBackAsItCame(boolean autoCommit, boolean readOnly) throws Exception {
    TestDatabase server = TestDatabase.newest();
    try (Connection connection = server.connect("postgres")) {
      connection.setReadOnly(readOnly);
      connection.setAutoCommit(autoCommit);
      List<String> before = session(connection);
      PostgresTarget target = open(new LoneConnection(connection));
      for (int i = 0; i < 10; i++) {
        read(target, "one", i % 2 == 0);
      }
      failure(target, "missing");
      failure(target, "write");
      target.close();
      assertThat(connection.isClosed()).isFalse();
      assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
      assertThat(connection.isReadOnly()).isEqualTo(readOnly);
      assertThat(session(connection)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void closedPoolIsKnownAndEndsTheTarget(TestDatabase server) throws Exception {
    PostgresTarget target;
    try (HikariDataSource pool = pool(server, 2)) {
      target = open(pool);
      read(target, "one", true);
    }
    assertThat(failure(target, "one").errorClass()).isEqualTo(ErrorClass.POOL_CLOSED);
    assertThat(context.said("").status()).isEqualTo(HealthStatus.DOWN);
    assertThat(context.said("").reason()).isEqualTo("pool_closed");
    target.close();
  }

  @Test
  void exhaustedPoolIsWaitedForUntilTheDeadline() throws Exception {
    try (HikariDataSource pool = pool(TestDatabase.newest(), 1);
        PostgresTarget target = open(pool);
        Connection taken = pool.getConnection()) {
      long began = System.nanoTime();
      DatabaseException error =
          catchThrowableOfType(
              DatabaseException.class,
              () ->
                  target.inTransaction(
                      new TestCollection(target, "", Duration.ofMillis(300)),
                      reading -> reading.each(TestSql.of("one"), row -> {})));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(error.statement()).isEqualTo("connect");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(taken.isClosed()).isFalse();
    }
  }

  @Test
  void neverHoldsMoreThanTwoOfTheHostsConnections() throws Exception {
    try (HikariDataSource pool = pool(TestDatabase.newest(), 10);
        PostgresTarget target = open(pool)) {
      List<Thread> readers = new ArrayList<>();
      List<Integer> active = Collections.synchronizedList(new ArrayList<>());
      Work<Boolean> look =
          reading -> {
            reading.each(TestSql.of("one"), row -> {});
            return active.add(pool.getHikariPoolMXBean().getActiveConnections());
          };
      for (int i = 0; i < 5; i++) {
        boolean alone = i % 2 == 0;
        Thread reader =
            new Thread(
                () -> {
                  try {
                    for (int n = 0; n < 20; n++) {
                      if (alone) {
                        target.inOneStatement(new TestCollection(target), look);
                      } else {
                        target.inTransaction(new TestCollection(target), look);
                      }
                    }
                  } catch (DatabaseException error) {
                    active.add(99);
                  }
                });
        reader.start();
        readers.add(reader);
      }
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(active).hasSize(100).allMatch(n -> n <= 2);
    }
  }

  @Test
  void theSamplersConnectionIsFreeWhileATransactionRuns() throws Exception {
    try (HikariDataSource pool = pool(TestDatabase.newest(), 10);
        PostgresTarget target = open(pool)) {
      int active =
          target.inTransaction(
              new TestCollection(target),
              reading -> CompletableFuture.supplyAsync(() -> activeWith(target, pool)).join());
      assertThat(active).isEqualTo(2);
    }
  }

  /** How many connections are lent while one statement has one of them. */
  private static int activeWith(PostgresTarget target, HikariDataSource pool) {
    try {
      return target.inOneStatement(
          new TestCollection(target),
          reading -> {
            reading.each(TestSql.of("one"), row -> {});
            return pool.getHikariPoolMXBean().getActiveConnections();
          });
    } catch (DatabaseException error) {
      throw new IllegalStateException(error);
    }
  }

  @Test
  void otherDatabasesAreOutOfReachAndHealthSaysSo() throws Exception {
    TestDatabase server = TestDatabase.newest();
    String other = server.createDatabase();
    try (HikariDataSource pool = pool(server, 2);
        PostgresTarget target = open(pool)) {
      assertThat(target.databases()).containsExactly("postgres");
      assertThat(context.said("databases").reason()).isEqualTo("one_database_only");
      DatabaseException error =
          catchThrowableOfType(
              DatabaseException.class,
              () ->
                  target.inTransaction(
                      new TestCollection(target, other, Duration.ofSeconds(5)),
                      reading -> reading.each(TestSql.of("one"), row -> {})));
      assertThat(error.errorClass()).isEqualTo(ErrorClass.MISSING_OBJECT);
    }
  }

  private PostgresTarget open(DataSource pool) throws Exception {
    PostgresTarget target = PostgresTarget.builder("orders").dataSource(pool).build();
    target.open(context);
    TargetIdentity unused = target.identify();
    return target;
  }

  private static HikariDataSource pool(TestDatabase server, int size) throws SQLException {
    Role role = server.createRole();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(role.name());
    config.setPassword(role.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  private static void read(PostgresTarget target, String statement, boolean alone)
      throws DatabaseException {
    TestCollection collection = new TestCollection(target);
    if (alone) {
      target.inOneStatement(collection, r -> r.each(TestSql.of(statement), row -> {}));
    } else {
      target.inTransaction(collection, r -> r.each(TestSql.of(statement), row -> {}));
    }
  }

  private static DatabaseException failure(PostgresTarget target, String statement) {
    return catchThrowableOfType(DatabaseException.class, () -> read(target, statement, false));
  }

  /** Everything a session can carry on: settings, prepared statements, temporary objects, locks. */
  private static List<String> session(Connection connection) throws SQLException {
    List<String> state = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select name || '=' || coalesce(setting, '') from pg_settings"
                    + " where name not in ('transaction_read_only', 'transaction_isolation')"
                    + " union all select 'prepared ' || statement from pg_prepared_statements"
                    + " union all select 'cursor ' || name from pg_cursors where name <> ''"
                    + " union all select 'lock ' || mode from pg_locks where locktype = 'advisory'"
                    + " and pid = pg_backend_pid()"
                    + " order by 1")) {
      while (rows.next()) {
        state.add(rows.getString(1));
      }
    }
    try (Statement statement = connection.createStatement()) {
      // Not connection.rollback(): the driver would prepare that, and we look for prepared ones.
      statement.execute("rollback");
    }
    return state;
  }
}
