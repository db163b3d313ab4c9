package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What an hour of explaining costs the server by its own account, told as a share of the hour: the
 * clock is moved by hand, the looks are real. No part of the build: {@code docs/performance.md}
 * holds the results and the command.
 */
final class ExplainCostMeasurement {
  private static final int LOOKS = 60;
  private static final int STATEMENTS = 20;

  @Test
  void printsATable() throws Exception {
    EmbeddedServer server = TestDatabase.startFresh();
    try {
      print("| statement | kept texts | plans asked for | told | server ms in the hour | share |");
      print("| --- | ---: | ---: | ---: | ---: | ---: |");
      print(measure(server, 1, 100));
      print(measure(server, 6, 100));
      print(measure(server, 6, 4_000));
      print(measure(server, 12, 4_000));
    } finally {
      server.remove();
    }
  }

  /** Statements that join so many tables, on a server that keeps so many other texts. */
  private static String measure(EmbeddedServer server, int tables, int texts) throws Exception {
    List<String> ddl = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ddl.add("create table t" + i + " (id int primary key, other int, state text)");
      ddl.add("create index on t" + i + " (other)");
      ddl.add("insert into t" + i + " select n, n % 100, 'new' from generate_series(1, 1000) n");
      ddl.add("analyze t" + i);
    }
    String database = Explains.database(server, ddl.toArray(String[]::new));
    Role role = server.createRole("pg_monitor");
    Explains.run(
        server,
        database,
        server.superuser(),
        "grant select on all tables in schema public to " + role.name(),
        "alter role " + role.name() + " set pg_stat_statements.track_planning = on",
        "alter role " + role.name() + " set pg_stat_statements.track = top",
        "select pg_stat_statements_reset()");
    List<String> work = new ArrayList<>();
    for (int i = 0; i < STATEMENTS; i++) {
      work.add(statement(tables, i));
    }
    fill(server, database, texts);
    try (Explains explains = new Explains(server, database, role, ExplainConfig.defaults())) {
      for (int look = 0; look < LOOKS; look++) {
        int unused = explains.after(work.toArray(String[]::new)).size();
      }
      double millis = millis(server, role);
      return String.format(
          Locale.ROOT,
          "| joins %d tables | %d | %d | %d | %.0f | %.4f %% |",
          tables,
          texts,
          explains.context().counter("explained"),
          explains.context().counter("plans_told"),
          millis,
          millis / 36_000);
    }
  }

  private static String statement(int tables, int number) {
    StringBuilder sql = new StringBuilder("select t0.id");
    for (int i = 0; i < number; i++) {
      sql.append(", t0.state as s").append(i);
    }
    sql.append(" from t0");
    for (int i = 1; i < tables; i++) {
      sql.append(" join t").append(i).append(" on t").append(i).append(".id = t");
      sql.append(i - 1).append(".other");
    }
    return sql.append(" where t0.id = 1").toString();
  }

  private static void fill(EmbeddedServer server, String database, int texts) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < texts; i++) {
        statement.execute(
            "select "
                + "1, ".repeat(i % 200)
                + "id, "
                + "2, ".repeat(i / 200)
                + "3 from t1 where id = 0");
      }
    }
  }

  private static double millis(EmbeddedServer server, Role role) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select sum(total_exec_time + total_plan_time) from pg_stat_statements s"
                    + " join pg_roles r on r.oid = s.userid where rolname = '"
                    + role.name()
                    + "' and query ~ 'dbintel:explain' and toplevel")) {
      row.next();
      return row.getDouble(1);
    }
  }

  @SuppressWarnings("SystemOut") // Its purpose.
  private static void print(String line) {
    System.out.println(line);
  }
}
