package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementUse;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the statement collector tells of a server. */
final class StatementsIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final String VERSIONS = "io.dbintel.jdbc.testing.TestDatabase#versions";

  private static final StatementsConfig ALL_APART = StatementsConfig.defaults().withTopN(1_000);

  /** Texts are asked for a thousand at a time, and those of other tests would be among them. */
  @BeforeAll
  static void forgetWhatOtherTestsExecuted() throws Exception {
    for (TestDatabase server : TestDatabase.all()) {
      server.run("select pg_stat_statements_reset()");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void tellsWhatWasExecutedBetweenTwoReadings(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server);
        Connection connection = server.connect("postgres")) {
      Clients.run(connection, "create temporary table told (n int)");
      execute(connection, "insert into told select generate_series(1, 10)", 3);
      statements.read();
      assertThat(statements.events(EventTypes.TOP_QUERY)).isEmpty();
      execute(connection, "insert into told select generate_series(1, 10)", 5);

      statements.read();
      DbEvent event = statements.of("insert into told").get(0);
      assertThat(event.getLong(StatementAttributes.CALLS, 0)).isEqualTo(5);
      assertThat(event.getLong(StatementAttributes.ROWS, 0)).isEqualTo(50);
      assertThat(event.getLong(StatementAttributes.LOCAL_BLKS_HIT, 0)).isPositive();
      assertThat(event.getDouble(Attributes.STATEMENT_INTERVAL, 0)).isEqualTo(10.0);
      assertThat(event.get(Attributes.DB_NAMESPACE)).isEqualTo("postgres");
      assertThat(event.get(Attributes.USER_NAME)).isEqualTo("postgres");
      assertThat(event.get(Attributes.QUERY_FINGERPRINT)).startsWith("s1:");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void neverTellsOfItself(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server)) {
      for (int i = 0; i < 10; i++) {
        statements.read();
      }
      String role = statements.target().features().role();
      assertThat(statements.events(EventTypes.TOP_QUERY))
          .noneMatch(event -> role.equals(event.get(Attributes.USER_NAME)));
      assertThat(statements.context().gauge("own_seconds")).isPositive();
      assertThat(statements.context().gauge("held_statements")).isZero();
    }
  }

  /** Each reading asks the same, so what a reading leaves for the next to count is always alike. */
  @ParameterizedTest
  @MethodSource(ALL)
  void countsAllThatItExecutesItself(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server)) {
      String role = statements.target().features().role();
      for (int i = 0; i < 4; i++) {
        long[] unused = callsAndEntries(server, role); // so that there is a name to be asked for
        statements.pass(Duration.ofMinutes(1));
        statements.read();
      }
      statements.read();
      long told = statements.context().counter("own_calls");
      long[] before = callsAndEntries(server, role);
      for (int i = 0; i < 5; i++) {
        statements.read();
      }
      long[] after = callsAndEntries(server, role);
      assertThat(statements.context().counter("own_calls") - told)
          .isEqualTo(after[0] - before[0])
          .isPositive();
      assertThat(after[1]).as("1 % of what the server keeps").isLessThan(50);
    }
  }

  /** Databases that are made alike give their statements the same ids. */
  @ParameterizedTest
  @MethodSource(ALL)
  void statementsOfOneIdHaveTheTextOfTheirDatabase(TestDatabase server) throws Exception {
    String first = server.createDatabase();
    try (Connection connection = server.connect(first)) {
      Clients.run(connection, "create table alike (n int)");
    }
    String second = first + "_copy";
    server.run("create database " + second + " template " + first);
    try (Statements statements = Statements.of(server);
        Connection one = server.connect(first);
        Connection two = server.connect(second)) {
      statements.read();
      execute(one, "select count(*) as of_the_first from alike", 2);
      execute(two, "select count(*) as of_the_second from alike", 3);
      statements.pass(Duration.ofMinutes(1));
      statements.read();
      assertThat(statements.of("of_the_first"))
          .extracting(event -> event.get(Attributes.DB_NAMESPACE))
          .containsExactly(first);
      assertThat(statements.of("of_the_second"))
          .extracting(event -> event.get(Attributes.DB_NAMESPACE))
          .containsExactly(second);
      assertThat(statements.of("from alike"))
          .extracting(event -> event.get(StatementAttributes.QUERYID))
          .hasSize(2)
          .containsOnly(statements.of("of_the_first").get(0).get(StatementAttributes.QUERYID));
    }
  }

  /** They were taken for gone until all names were asked for anew. */
  @ParameterizedTest
  @MethodSource(ALL)
  void namesThatCouldNotBeReadAreAskedForAgain(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres");
        Connection blocker = server.connect("postgres")) {
      Clients.run(load, "create temporary table nameless (n int)");
      statements.read();
      execute(load, "insert into nameless values (1)", 3);
      Clients.run(blocker, "begin; lock table pg_database in access exclusive mode");
      statements.pass(Duration.ofMinutes(1));
      statements.read();
      Clients.run(blocker, "rollback");
      assertThat(statements.of("insert into nameless"))
          .hasSize(1)
          .noneMatch(event -> event.has(Attributes.DB_NAMESPACE));
      statements.forgetEvents();
      execute(load, "insert into nameless values (1)", 3);
      statements.read();
      assertThat(statements.of("insert into nameless"))
          .extracting(event -> event.get(Attributes.DB_NAMESPACE))
          .containsExactly("postgres");
    }
  }

  private static long[] callsAndEntries(TestDatabase server, String role) throws Exception {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select sum(calls), count(*) from pg_stat_statements where userid = '"
                    + role
                    + "'::regrole")) {
      row.next();
      return new long[] {row.getLong(1), row.getLong(2)};
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void asksForTextsOnceAMinuteAtMost(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server);
        Connection connection = server.connect("postgres")) {
      statements.read();
      long before = statements.context().counter("text_readings");
      for (int i = 1; i <= 12; i++) {
        execute(connection, "select " + "1.5, 'x', ".repeat(i) + "now() as new_text", 1);
        statements.read();
      }
      assertThat(statements.context().counter("text_readings") - before).isEqualTo(2);
      assertThat(statements.of("as new_text")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void saysWhichGrantShowsWhatIsHidden(TestDatabase server) throws Exception {
    try (Statements statements =
        new Statements(server, server.createRole(), StatementsConfig.defaults())) {
      statements.read();
      var said = statements.context().said("visibility");
      assertThat(said.status()).isEqualTo(HealthStatus.FORBIDDEN);
      assertThat(said.remedy()).startsWith("GRANT pg_monitor TO");
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void startsByItselfWhenTheExtensionAppears(int major) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(major);
    try {
      server.run("drop extension pg_stat_statements");
      try (Statements statements = Statements.of(server)) {
        statements.read();
        assertThat(statements.events()).isEmpty();
        var said = statements.context().said("availability");
        assertThat(said.reason()).isEqualTo("statements_missing");
        assertThat(said.remedy()).isEqualTo("CREATE EXTENSION pg_stat_statements;");

        server.run("create schema \"Odd \"\" one\"");
        server.run("create extension pg_stat_statements schema \"Odd \"\" one\"");
        statements.read();
        assertThat(statements.context().said("availability").status())
            .isEqualTo(HealthStatus.FORBIDDEN);
        String grant = statements.context().said("availability").remedy();
        server.run(grant);
        statements.read();
        assertThat(statements.context().said("availability").status()).isEqualTo(HealthStatus.UP);
        server.run("select 'appeared'");
        statements.read();
        assertThat(statements.events(EventTypes.TOP_QUERY)).isNotEmpty();
      }
      server.set("shared_preload_libraries", "'auto_explain'");
      try (Statements statements = Statements.of(server)) {
        server.run("grant usage on schema \"Odd \"\" one\" to public");
        statements.read();
        assertThat(statements.context().said("availability").reason())
            .isEqualTo("statements_not_loaded");
        assertThat(statements.events()).isEmpty();
      }
    } finally {
      server.remove();
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void refusesMoreStatementsThanItMayRead(int major) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(major);
    try (Connection load = server.connect("postgres")) {
      StatementsConfig defaults = StatementsConfig.defaults();
      StatementsConfig few =
          new StatementsConfig(
              defaults.interval(),
              defaults.timeout(),
              defaults.topN(),
              defaults.textInterval(),
              defaults.textBytes(),
              100);
      Clients.run(load, TenThousand.SQL.replace("1..100", "1..12"));
      try (Statements statements = new Statements(server, server.createRole("pg_monitor"), few)) {
        statements.read();
        assertThat(statements.events()).isEmpty();
        assertThat(statements.context().said("completeness").reason())
            .isEqualTo("too_many_statements");
        server.run("select pg_stat_statements_reset()");
        statements.read();
        statements.read();
        assertThat(statements.context().said("completeness").status()).isEqualTo(HealthStatus.UP);
      }
    } finally {
      server.remove();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void olderExtensionOnANewerServerIsReadAsItIs(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Connection connection = server.connect(database)) {
      Clients.run(connection, "create extension pg_stat_statements version '1.8'");
      Role role = server.createRole("pg_monitor");
      try (Statements statements = new Statements(server, database, role, ALL_APART)) {
        Clients.run(connection, "create table lagging (n int)");
        statements.read();
        execute(connection, "insert into lagging select generate_series(1, 10)", 5);
        statements.pass(Duration.ofMinutes(1));
        statements.read();
        assertThat(statements.calls("insert into lagging")).isEqualTo(5);
        assertThat(statements.of("insert into lagging").get(0).has(Attributes.STATEMENT_TOPLEVEL))
            .isFalse();
        String nested = "do $$ begin insert into lagging values (1); end $$";
        execute(connection, nested, 4);
        statements.pass(Duration.ofMinutes(1));
        statements.read();
        statements.forgetEvents();
        Clients.run(connection, "alter extension pg_stat_statements update");
        statements.pass(Duration.ofMinutes(1));
        assertThat(statements.readUntilGood()).isTrue();
        statements.pass(Duration.ofMinutes(1));
        statements.read();
        // Nested rows have keys of their own now, and were not executed anew for that.
        assertThat(statements.calls("insert into lagging")).isZero();
        execute(connection, "insert into lagging select generate_series(1, 10)", 3);
        statements.read();
        assertThat(statements.calls("insert into lagging")).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatARoleMayNotSeeUntilNowIsABaseline(TestDatabase server) throws Exception {
    Role role = server.createRole();
    try (Statements statements = new Statements(server, role, ALL_APART);
        Connection connection = server.connect("postgres")) {
      Clients.run(connection, "create temporary table granted (n int)");
      execute(connection, "insert into granted values (1)", 20);
      statements.read();
      statements.read();
      server.run("grant pg_monitor to " + role.name());
      statements.pass(Duration.ofMinutes(1));
      statements.read();
      assertThat(statements.calls("insert into granted")).isZero();
      execute(connection, "insert into granted values (1)", 2);
      statements.pass(Duration.ofMinutes(1));
      statements.read();
      assertThat(statements.calls("insert into granted")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void nestedStatementsAreApartAndHaveNoShare(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server);
        Connection connection = server.connect("postgres")) {
      Clients.run(connection, "create table if not exists nested_rows (n int)");
      statements.read();
      execute(connection, "do $$ begin insert into nested_rows values (1); end $$", 4);
      statements.pass(Duration.ofMinutes(1));
      statements.read();
      DbEvent event = statements.of("insert into nested_rows").get(0);
      assertThat(event.getLong(StatementAttributes.CALLS, 0)).isEqualTo(4);
      if (server.major() >= 14) {
        assertThat(event.get(Attributes.STATEMENT_TOPLEVEL)).isFalse();
      }
      assertThat(event.has(Attributes.STATEMENT_SHARE)).isFalse();
    }
  }

  /** The rest was dropped with all it stands for, while its counters counted as told. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatDoesNotFitIntoACollectionIsInTheRest(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server);
        Connection connection = server.connect("postgres")) {
      for (int i = 1; i <= 30; i++) {
        execute(connection, "select generate_series(1, 10)" + ", 1".repeat(i), 1);
      }
      statements.read();
      statements.read();
      statements.forgetEvents();
      for (int i = 1; i <= 30; i++) {
        execute(connection, "select generate_series(1, 10)" + ", 1".repeat(i), 1);
      }
      statements.readInto(12);
      assertThat(statements.events()).hasSize(12);
      assertThat(statements.sum(StatementAttributes.ROWS, event -> true))
          .isGreaterThanOrEqualTo(300);
      assertThat(statements.events(EventTypes.TOP_QUERY))
          .filteredOn(event -> event.has(Attributes.STATEMENT_OTHERS))
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void lastIntervalCanBeAskedForInTheProcess(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server);
        Connection connection = server.connect("postgres")) {
      assertThat(statements.target().statements().latest()).isEmpty();
      statements.read();
      execute(connection, "select pg_sleep(0.05), 'asked'", 3);
      statements.pass(Duration.ofMinutes(1));
      statements.read();
      StatementInterval interval = statements.target().statements().latest().orElseThrow();
      StatementUse first = interval.top().get(0);
      assertThat(first.calls()).isEqualTo(3);
      assertThat(first.seconds()).isGreaterThanOrEqualTo(0.15);
      assertThat(first.moments().mean()).isBetween(0.05, first.seconds());
      assertThat(interval.seconds()).isEqualTo(70.0);
    }
  }

  static void execute(Connection connection, String sql, int times) throws Exception {
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < times; i++) {
        statement.execute(sql);
      }
    }
  }
}
