package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What one session sample costs the server, by its own account: {@code pg_stat_statements} over
 * {@value #SAMPLES} samples. No part of the build: {@code docs/performance.md} holds the results
 * and the command.
 */
final class SessionCostMeasurement {
  private static final int SAMPLES = 200;

  /** For so many the statement asks who blocks them. */
  private static final int MOST_ASKED = 256;

  private static final int MAX_CONNECTIONS = 1_100;

  @Test
  void printsATable() throws Exception {
    EmbeddedServer server = TestDatabase.startFresh();
    try {
      // Else the server's own checks hold all locks for seconds when a thousand begin to wait.
      server.run("alter system set deadlock_timeout = '10min'");
      server.set("max_connections", Integer.toString(MAX_CONNECTIONS));
      print("PostgreSQL " + server.major());
      print("| backends | of them waiting | mean ms | max ms | share of 1 s | rows |");
      print("| ---: | ---: | ---: | ---: | ---: | ---: |");
      for (int[] load :
          new int[][] {
            {10, 0}, {10, 9}, {100, 0}, {100, 50}, {500, 0}, {500, 50}, {1_001, 1_000}
          }) {
        print(measure(server, load[0], load[1]));
      }
    } finally {
      server.remove();
    }
  }

  /** A third of the backends that do not wait for the lock run something; the others are idle. */
  private static String measure(TestDatabase server, int backends, int waiters) throws Exception {
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < backends; i++) {
        connections.add(clients.open());
      }
      Clients.run(connections.get(0), "begin; select pg_advisory_xact_lock(1)");
      for (int i = 1; i < backends; i++) {
        if (i <= waiters) {
          clients.start(connections.get(i), "select pg_advisory_xact_lock(1)");
        } else if (i % 3 == 0) {
          clients.start(connections.get(i), "select pg_sleep(600)");
        }
      }
      Awaitility.await()
          .until(
              () -> {
                sampling.sample();
                return sampling.history().blockingAt(Instant.MAX).orElseThrow().forest().victims()
                    == Math.min(waiters, MOST_ASKED);
              });
      server.run("select pg_stat_statements_reset()");
      for (int i = 0; i < SAMPLES; i++) {
        sampling.sample();
      }
      return row(server, backends, waiters);
    }
  }

  private static String row(TestDatabase server, int backends, int waiters) throws Exception {
    String sql =
        "select mean_exec_time + mean_plan_time, max_exec_time, rows::float8 / calls"
            + " from pg_stat_statements where query like '%hidden_sessions%' and calls = "
            + SAMPLES;
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      if (!result.next()) {
        throw new IllegalStateException("the sample is not among the server's statements");
      }
      return String.format(
          Locale.ROOT,
          "| %d | %d | %.2f | %.2f | %.2f %% | %.0f |",
          backends,
          waiters,
          result.getDouble(1),
          result.getDouble(2),
          result.getDouble(1) / 10,
          result.getDouble(3));
    }
  }

  @SuppressWarnings("SystemOut") // Its purpose.
  private static void print(String line) {
    System.out.println(line);
  }
}
