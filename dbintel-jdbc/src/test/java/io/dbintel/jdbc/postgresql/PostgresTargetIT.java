package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.jdbc.JdbcCollector;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Work;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A target with a pool of its own, on a server that is well. */
final class PostgresTargetIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  private record Limits(
      String statementTimeout,
      String lockTimeout,
      String applicationName,
      String readOnly,
      String searchPath,
      String database) {}

  @ParameterizedTest
  @MethodSource(ALL)
  void identityIsTheClustersAndStaysTheSame(TestDatabase server) throws Exception {
    try (PostgresTarget target = open(server, server.createRole())) {
      TargetIdentity first = target.identify();
      TargetIdentity second = target.identify();
      assertThat(first).isEqualTo(second);
      assertThat(first.server()).matches("\\d{10,}@127\\.0\\.0\\.1:\\d+");
      assertThat(first.run()).matches("\\d{16}/1");
    }
  }

  @Test
  void oneServerUnderTwoNamesOfThisMachineIsOne() throws Exception {
    TestDatabase server = TestDatabase.newest();
    Role role = server.createRole();
    String byName = server.url().replace("127.0.0.1", "localhost");
    try (PostgresTarget one = open(server, role);
        PostgresTarget other = opened(builder(server, role).url(byName))) {
      assertThat(other.identify()).isEqualTo(one.identify());
    }
  }

  @Test
  void twoServersAreTwo() throws Exception {
    List<String> servers = new ArrayList<>();
    for (TestDatabase server : TestDatabase.all()) {
      try (PostgresTarget target = open(server, server.createRole())) {
        servers.add(target.identify().server());
      }
    }
    assertThat(servers).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void transactionsAreLimitedAndReadOnly(TestDatabase server) throws Exception {
    try (PostgresTarget target = opened(server, server.createRole())) {
      TestCollection collection = new TestCollection(target, "", Duration.ofSeconds(2));
      assertThat(limits(target, collection, false))
          .isEqualTo(new Limits("2s", "250ms", "dbintel", "on", "pg_catalog, pg_temp", "postgres"));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void oneStatementAloneIsLimitedToo(TestDatabase server) throws Exception {
    try (PostgresTarget target = opened(server, server.createRole())) {
      TestCollection collection = new TestCollection(target);
      assertThat(limits(target, collection, true))
          .isEqualTo(new Limits("5s", "250ms", "dbintel", "on", "pg_catalog,pg_temp", "postgres"));
      assertThat(collection.cost().statements()).isEqualTo(1);
      assertThat(collection.cost().rows()).isEqualTo(1);
      assertThat(collection.cost().statementNanos()).isPositive();
      assertThat(collection.cost().idleRoundTripNanos()).isPositive();
    }
  }

  /** What a collector does with a row costs the server nothing, and no guard may blame it. */
  @ParameterizedTest
  @MethodSource(ALL)
  void timeSpentOnRowsIsNotTheServers(TestDatabase server) throws Exception {
    AtomicLong ahead = new AtomicLong();
    Clock clock =
        new Clock() {
          @Override
          public long nanoTime() {
            return Clock.system().nanoTime() + ahead.get();
          }

          @Override
          public long epochNanos() {
            return Clock.system().epochNanos();
          }
        };
    try (PostgresTarget target = builder(server, server.createRole()).build()) {
      target.open(new TestContext("orders", clock));
      TargetIdentity unused = target.identify();
      TestCollection collection = new TestCollection(target);
      long rows =
          target.inOneStatement(
              collection,
              reading ->
                  reading.each(
                      TestSql.of("one"), row -> ahead.addAndGet(Duration.ofHours(1).toNanos())));
      assertThat(rows).isEqualTo(1);
      assertThat(collection.cost().statementNanos()).isBetween(1L, Duration.ofMinutes(1).toNanos());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void statementTimeoutCutsASlowStatement(TestDatabase server) throws Exception {
    try (PostgresTarget target =
        opened(builder(server, server.createRole()).statementTimeout(Duration.ofMillis(100)))) {
      for (boolean alone : List.of(true, false)) {
        DatabaseException error = failure(target, new TestCollection(target), "sleep", alone);
        assertThat(error.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(error.getSQLState()).isEqualTo("57014");
        assertThat(error.statement()).isEqualTo("sleep");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void abandoningCancelsTheStatement(TestDatabase server) throws Exception {
    Role role = server.createRole();
    try (PostgresTarget target =
        opened(builder(server, role).statementTimeout(Duration.ofMinutes(1)))) {
      TestCollection collection = new TestCollection(target, "", Duration.ofMinutes(1));
      CompletableFuture<DatabaseException> failed =
          CompletableFuture.supplyAsync(() -> failure(target, collection, "sleep", false));
      await().until(() -> sleepers(server, role) == 1);
      collection.abandon();
      assertThat(failed.get(5, TimeUnit.SECONDS).errorClass()).isEqualTo(ErrorClass.TIMEOUT);
      await().until(() -> sleepers(server, role) == 0);
      assertThat(limits(target, new TestCollection(target), false).database())
          .isEqualTo("postgres");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void closingEndsWhatRuns(TestDatabase server) throws Exception {
    Role role = server.createRole();
    PostgresTarget target = opened(builder(server, role).statementTimeout(Duration.ofMinutes(1)));
    CompletableFuture<DatabaseException> failed =
        CompletableFuture.supplyAsync(
            () ->
                failure(
                    target, new TestCollection(target, "", Duration.ofMinutes(1)), "sleep", true));
    await().until(() -> sleepers(server, role) == 1);
    target.close();
    assertThat(failed.get(15, TimeUnit.SECONDS).statement()).isEqualTo("sleep");
    await().until(() -> server.connectionsOf(role) == 0);
    assertThat(failure(target, new TestCollection(target), "one", true).errorClass())
        .isEqualTo(ErrorClass.POOL_CLOSED);
    target.close();
  }

  @ParameterizedTest
  @CsvSource({
    "write, READ_ONLY",
    "missing, MISSING_OBJECT",
    "forbidden, PERMISSION",
    "syntax, SYNTAX"
  })
  void errorsAreClassified(String statement, ErrorClass expected) throws Exception {
    TestDatabase server = TestDatabase.newest();
    try (PostgresTarget target = opened(server, server.createRole())) {
      DatabaseException error = failure(target, new TestCollection(target), statement, false);
      assertThat(error.errorClass()).isEqualTo(expected);
      assertThat(target.isConnectionLoss(error)).isFalse();
      assertThat(error.getCause()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void badRowsAreCountedAndSkipped(TestDatabase server) throws Exception {
    try (PostgresTarget target = opened(server, server.createRole())) {
      TestCollection collection = new TestCollection(target);
      List<Long> good =
          target.inTransaction(
              collection, reading -> reading.list(TestSql.of("bad-rows"), row -> row.count("n")));
      assertThat(good).containsExactly(1L);
      long texts =
          target.inTransaction(
              collection,
              reading ->
                  reading.each(
                      TestSql.of("limits"), row -> assertThat(row.count("database")).isZero()));
      assertThat(texts).isZero();
      assertThat(collection.badRows()).containsExactlyInAnyOrder("null", "range", "type");
    }
  }

  /** A look at the server's features in the background was a third user of two connections. */
  @Test
  void samplerNeverWaitsForTransactions() throws Exception {
    TestDatabase server = TestDatabase.newest();
    Role role = server.createRole();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (PostgresTarget target =
        opened(builder(server, role).statementTimeout(Duration.ofMinutes(1)))) {
      List<TestCollection> slow = new ArrayList<>();
      List<Future<DatabaseException>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        TestCollection collection = new TestCollection(target, "", Duration.ofMinutes(1));
        slow.add(collection);
        readers.add(threads.submit(() -> failure(target, collection, "sleep", false)));
      }
      await().until(() -> sleepers(server, role) >= 1);
      for (int i = 0; i < 50; i++) {
        TestCollection sample = new TestCollection(target, "", Duration.ofSeconds(2));
        assertThat(limits(target, sample, true).database()).isEqualTo("postgres");
      }
      assertThat(sleepers(server, role)).isEqualTo(1);
      slow.forEach(TestCollection::abandon);
      for (Future<DatabaseException> reader : readers) {
        assertThat(reader.get(10, TimeUnit.SECONDS).errorClass()).isEqualTo(ErrorClass.TIMEOUT);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void otherDatabasesAreVisited(TestDatabase server) throws Exception {
    String other = server.createDatabase();
    Role role = server.createRole();
    try (PostgresTarget target = opened(server, role)) {
      assertThat(target.databases()).contains("postgres", other).doesNotContain("template1");
      TestCollection collection = new TestCollection(target, other, Duration.ofSeconds(5));
      assertThat(limits(target, collection, false).database()).isEqualTo(other);
      assertThat(target.extensions(other).value()).containsOnlyKeys("plpgsql");
      assertThat(target.extensions("postgres").value()).containsKey("pg_stat_statements");
    }
  }

  @Test
  void onlyWantedDatabasesAreVisited() throws Exception {
    TestDatabase server = TestDatabase.newest();
    String other = server.createDatabase();
    try (PostgresTarget target =
        opened(builder(server, server.createRole()).excludeDatabases(other))) {
      assertThat(target.databases()).contains("postgres").doesNotContain(other);
    }
    try (PostgresTarget target =
        opened(builder(server, server.createRole()).databases(other, "none"))) {
      assertThat(target.databases()).containsExactly(other);
    }
  }

  @Test
  void wrongPasswordIsAuthenticationAndToldAtOnce() throws Exception {
    TestDatabase server = TestDatabase.newest();
    Role role = server.createRole();
    try (PostgresTarget target = open(server, new Role(role.name(), "wrong"))) {
      long began = System.nanoTime();
      DatabaseException error = catchThrowableOfType(DatabaseException.class, target::identify);
      assertThat(error.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void neverFallsBackToPlainText() throws Exception {
    TestDatabase server = TestDatabase.newest();
    Role role = server.createRole();
    try (PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(role.name())
            .password(Secret.of(role.password()))
            .build()) {
      target.open(new TestContext("orders"));
      DatabaseException error = catchThrowableOfType(DatabaseException.class, target::identify);
      assertThat(error.errorClass()).isEqualTo(ErrorClass.CONNECTION_REJECTED);
      assertThat(server.connectionsOf(role)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void ourStatementsAreMarkedInTheServersViews(TestDatabase server) throws Exception {
    try (PostgresTarget target = opened(server, server.createRole());
        Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from pg_stat_statements where query like '%/* dbintel:server */%'")) {
      assertThat(target.features().statements()).isEqualTo(Presence.PRESENT);
      rows.next();
      assertThat(rows.getInt(1)).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void collectorsOfPluginsGetAGuardedConnection(TestDatabase server) throws Exception {
    try (PostgresTarget target = opened(server, server.createRole())) {
      TestCollection collection = new TestCollection(target);
      JdbcCollector collector = PostgresTargetIT::collectAsAPlugin;
      collector.asCollector().collect(collection);
      assertThat(collection.cost().statements()).isEqualTo(3);
    }
  }

  private static void collectAsAPlugin(Connection connection, CollectionContext out)
      throws SQLException {
    connection.close();
    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(SQLException.class);
    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
    assertThat(connection.getMetaData().getURL()).startsWith("jdbc:postgresql:");
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select 1")) {
      assertThat(rows.next()).isTrue();
      assertThat(statement.getConnection()).isSameAs(connection);
    }
    assertThat(out.isAbandoned()).isFalse();
  }

  private static Limits limits(PostgresTarget target, TestCollection collection, boolean alone)
      throws DatabaseException {
    Work<Limits> work =
        reading ->
            reading.one(
                TestSql.of("limits"),
                row ->
                    new Limits(
                        row.text("statement_timeout"),
                        row.text("lock_timeout"),
                        row.text("application_name"),
                        row.text("read_only"),
                        row.text("search_path"),
                        row.text("database")));
    return alone ? target.inOneStatement(collection, work) : target.inTransaction(collection, work);
  }

  private static DatabaseException failure(
      PostgresTarget target, TestCollection collection, String statement, boolean alone) {
    Work<Long> work = reading -> reading.each(TestSql.of(statement), row -> {});
    return catchThrowableOfType(
        DatabaseException.class,
        () -> {
          if (alone) {
            target.inOneStatement(collection, work);
          } else {
            target.inTransaction(collection, work);
          }
        });
  }

  private static int sleepers(TestDatabase server, Role role) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and usename = '"
                    + role.name()
                    + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static PostgresTarget opened(TestDatabase server, Role role) throws Exception {
    return opened(builder(server, role));
  }

  private static PostgresTarget opened(PostgresTargetBuilder builder) throws Exception {
    PostgresTarget target = builder.build();
    target.open(new TestContext("orders"));
    TargetIdentity unused = target.identify();
    return target;
  }

  private static PostgresTarget open(TestDatabase server, Role role) throws Exception {
    PostgresTarget target = builder(server, role).build();
    target.open(new TestContext("orders"));
    return target;
  }

  private static PostgresTargetBuilder builder(TestDatabase server, Role role) {
    return PostgresTarget.builder("orders")
        .url(server.url())
        .user(role.name())
        .password(Secret.of(role.password()))
        .tls(Tls.DISABLED);
  }
}
