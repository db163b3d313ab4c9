package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dbintel.jdbc.pool.SqlResource;
import io.dbintel.jdbc.testing.LoneConnection;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What explaining leaves on a connection and on the server: nothing, and a few entries. */
final class ExplainLeftoversIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final SqlResource PREPARE =
      SqlResource.of(ExplainCollector.class, "explain-prepare")
          .with("types", "")
          .with("statement", "select 1");
  private static final SqlResource DEALLOCATE =
      SqlResource.of(ExplainCollector.class, "explain-deallocate");

  private static Role role(TestDatabase server, String database) throws SQLException {
    Role role = server.createRole("pg_monitor");
    Explains.run(server, database, server.superuser(), "grant select on orders to " + role.name());
    return role;
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "false, true"})
  void borrowedConnectionGoesBackAsItCame(boolean autoCommit, boolean readOnly) throws Exception {
    TestDatabase server = TestDatabase.newest();
    String database =
        Explains.database(
            server,
            "create table orders (id int primary key)",
            "create table locked (id int)",
            "create table secret (id int)");
    Role role = role(server, database);
    Explains.run(server, database, server.superuser(), "grant select on locked to " + role.name());
    try (Connection connection = server.connect(database, role);
        Connection holder = server.connect(database);
        Statement lock = holder.createStatement()) {
      connection.setReadOnly(readOnly);
      connection.setAutoCommit(autoCommit);
      List<String> before = session(connection);
      try (Explains explains =
          new Explains(
              server, database, new LoneConnection(connection), ExplainConfig.defaults())) {
        explains.readStatements();
        Explains.run(
            server,
            database,
            server.superuser(),
            "select id from orders where id = 1",
            "select id from locked where id = 1",
            "select id from secret where id = 1",
            "select extract(year from now()) from orders");
        explains.readStatements();
        holder.setAutoCommit(false);
        lock.execute("lock table locked");
        assertThat(explains.collect(new TestCollection(explains.target()))).isNotEmpty();
        holder.rollback();
        assertThat(explains.missing(NoPlan.TIMEOUT)).isEqualTo(1);
        assertThat(explains.missing(NoPlan.FORBIDDEN)).isEqualTo(1);
      }
      assertThat(session(connection)).isEqualTo(before);
      assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
      assertThat(connection.isReadOnly()).isEqualTo(readOnly);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatIsPreparedWhenACollectionBreaksOffIsGone(boolean autoCommit) throws Exception {
    TestDatabase server = TestDatabase.newest();
    String database = Explains.database(server, "create table orders (id int)");
    try (Connection connection = server.connect(database, role(server, database))) {
      connection.setAutoCommit(autoCommit);
      List<String> before = session(connection);
      try (Explains explains =
          new Explains(
              server, database, new LoneConnection(connection), ExplainConfig.defaults())) {
        TestCollection collection = new TestCollection(explains.target());
        Throwable thrown =
            catchThrowable(
                () ->
                    explains
                        .target()
                        .inTransaction(
                            collection,
                            reading -> {
                              reading.afterRollback(DEALLOCATE);
                              reading.plain(PREPARE, row -> {});
                              throw new SQLException("broken off", "22000");
                            }));
        assertThat(thrown).isNotNull();
      }
      assertThat(session(connection)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void statementLeftBehindUnderOurNameIsReplaced(TestDatabase server) throws Exception {
    String database = Explains.database(server, "create table orders (id int primary key)");
    try (Connection connection = server.connect(database, role(server, database));
        Statement statement = connection.createStatement()) {
      statement.execute("prepare dbintel_explain as select 2");
      try (Explains explains =
          new Explains(
              server, database, new LoneConnection(connection), ExplainConfig.defaults())) {
        assertThat(explains.after("select id from orders where id = 1"))
            .singleElement()
            .satisfies(plan -> assertThat(plan.text()).contains("orders"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void entriesOfOursAreFewAndKnownAsOurs(TestDatabase server) throws Exception {
    String database = Explains.database(server, "create table orders (id int primary key)");
    Role role = role(server, database);
    Explains.run(
        server,
        database,
        server.superuser(),
        "alter role " + role.name() + " set pg_stat_statements.track = top");
    ExplainConfig config =
        new ExplainConfig(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            200,
            Duration.ofMinutes(1),
            Duration.ofMinutes(4),
            Duration.ofSeconds(1),
            0.01,
            Set.of(),
            null);
    try (Explains explains = new Explains(server, database, role, config)) {
      List<String> work = new ArrayList<>();
      StringBuilder sql = new StringBuilder("select id from orders where id = 0");
      for (int i = 1; i <= 40; i++) {
        work.add(sql.append(" or id = ").append(i).toString());
      }
      assertThat(explains.after(work.toArray(String[]::new))).hasSize(40);
      explains.clock().advance(Duration.ofMinutes(5));
      assertThat(explains.look()).isEmpty();

      String ours =
          " from pg_stat_statements s join pg_roles r on r.oid = s.userid where rolname = '"
              + role.name()
              + "'";
      assertThat(count(explains, ours))
          .as(explains.value("select string_agg(left(query, 60), ' | ')" + ours))
          .isLessThan(50);
      assertThat(count(explains, ours + " and query like 'prepare%'")).isZero();

      Explains.run(
          server,
          database,
          server.superuser(),
          "alter role " + role.name() + " set pg_stat_statements.track = 'all'",
          "alter role " + role.name() + " set pg_stat_statements.track_planning = on");
    }
    try (Explains explains = new Explains(server, database, role, config)) {
      assertThat(explains.after("select max(id) from orders", "select min(id) from orders"))
          .hasSize(2);
      String ours =
          " from pg_stat_statements s join pg_roles r on r.oid = s.userid where rolname = '"
              + role.name()
              + "'";
      assertThat(count(explains, ours + " and query like 'prepare /* dbintel:explain%'"))
          .as("where all is tracked, one for each statement, and known as ours")
          .isEqualTo(2);
      assertThat(
              explains.value(
                  "select string_agg(query, ' | ')"
                      + ours
                      + " and query not like '%/* dbintel:%'"
                      + " and query !~* '^(begin|rollback|commit|set|show|deallocate|savepoint)'"))
          .isNull();
    }
  }

  private static int count(Explains explains, String from) throws SQLException {
    return Integer.parseInt(String.valueOf(explains.value("select count(*)" + from)));
  }

  /** Everything a session can carry on: settings, prepared statements, locks. */
  private static List<String> session(Connection connection) throws SQLException {
    List<String> state = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select name || '=' || coalesce(setting, '') from pg_settings"
                    + " where name not in ('transaction_read_only', 'transaction_isolation')"
                    + " union all select 'prepared ' || statement from pg_prepared_statements"
                    + " union all select 'lock ' || mode from pg_locks where locktype = 'advisory'"
                    + " and pid = pg_backend_pid()"
                    + " order by 1")) {
      while (rows.next()) {
        state.add(rows.getString(1));
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("rollback");
    }
    return state;
  }
}
