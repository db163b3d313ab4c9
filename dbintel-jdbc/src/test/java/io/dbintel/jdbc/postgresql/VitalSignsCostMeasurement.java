package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one reading of the vital signs costs the server, by its own account: {@code
 * pg_stat_statements} over {@value #READINGS} readings. No part of the build: {@code
 * docs/performance.md} holds the results and the command.
 */
final class VitalSignsCostMeasurement {
  private static final int READINGS = 50;
  private static final int TABLES = 1_000;

  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void printsARow(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Connection connection = server.connect(database)) {
      Clients.run(
          connection,
          "do $$ begin for i in 1.."
              + TABLES
              + " loop execute 'create table t_' || i || ' (id int primary key, a int unique)';"
              + " end loop; end $$");
    }
    try (Vitals vitals = Vitals.server(server);
        Vitals relations = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      vitals.read();
      relations.read(database);
      reset(server);
      for (int i = 0; i < READINGS; i++) {
        vitals.advance(Duration.ofSeconds(1));
        vitals.readAgain();
      }
      double often = millis(server);
      reset(server);
      for (int i = 0; i < READINGS; i++) {
        vitals.read();
      }
      double all = millis(server);
      int events = vitals.latest().size();
      reset(server);
      for (int i = 0; i < READINGS; i++) {
        relations.read(database);
      }
      print(
          String.format(
              Locale.ROOT,
              "| %d | %.2f | %.2f | %d | %.1f | %d |",
              server.major(),
              often,
              all,
              events,
              millis(server),
              relations.latest().size()));
    }
  }

  private static void reset(TestDatabase server) throws Exception {
    server.run("select pg_stat_statements_reset()");
  }

  private static double millis(TestDatabase server) throws Exception {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select sum(total_exec_time + total_plan_time) from pg_stat_statements"
                    + " where query like '%/* dbintel:%'")) {
      row.next();
      return row.getDouble(1) / READINGS;
    }
  }

  @SuppressWarnings("SystemOut") // Its purpose.
  private static void print(String line) {
    System.out.println(line);
  }
}
