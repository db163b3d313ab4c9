package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What reading ten thousand statements costs the server, by its own account, and us. No part of the
 * build: {@code docs/performance.md} holds the results and the command.
 */
final class StatementsCostMeasurement {
  private static final int WARM_UP = 30;
  private static final int READINGS = 100;

  @Test
  void printsATable() throws Exception {
    EmbeddedServer server = TestDatabase.startFresh();
    try {
      server.set("pg_stat_statements.max", "15000");
      print("| statements | rise | server ms | client ms | allocated MB | retained MB | heap MB |");
      print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
      print(measure(server, 10, 0));
      print(measure(server, 50, 0));
      print(measure(server, 100, 0));
      print(measure(server, 100, 1));
    } finally {
      server.remove();
    }
  }

  private static String measure(EmbeddedServer server, int columns, int executions)
      throws Exception {
    String sql = TenThousand.SQL.replace("columns in 1..100", "columns in 1.." + columns);
    server.run("select pg_stat_statements_reset()");
    long before = heap();
    try (Connection load = server.connect("postgres");
        Statements statements =
            new Statements(server, server.createRole("pg_monitor"), StatementsConfig.defaults())) {
      Clients.run(load, sql);
      for (int i = 0; i < WARM_UP; i++) {
        statements.read();
      }
      statements.forgetEvents();
      double[] server0 = server(load);
      long nanos = 0;
      long allocated = 0;
      for (int i = 0; i < READINGS; i++) {
        for (int n = 0; n < executions; n++) {
          Clients.run(load, sql);
        }
        long allocatedBefore = allocated();
        long began = System.nanoTime();
        statements.read();
        nanos += System.nanoTime() - began;
        allocated += allocated() - allocatedBefore;
        statements.forgetEvents();
      }
      double[] server1 = server(load);
      long after = heap();
      return String.format(
          Locale.ROOT,
          "| %d | %s | %.1f | %.1f | %.1f | %.1f | %.1f |",
          columns * 100,
          executions == 0 ? "none" : "all",
          (server1[0] - server0[0]) / (server1[1] - server0[1]),
          nanos / 1e6 / READINGS,
          allocated / 1e6 / READINGS,
          statements.context().gauge("retained_bytes") / 1e6,
          (after - before) / 1e6);
    }
  }

  private static double[] server(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select sum(total_exec_time), sum(calls) from pg_stat_statements"
                    + " where query like '%dbintel:statements */%' and toplevel")) {
      row.next();
      return new double[] {row.getDouble(1), row.getDouble(2)};
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  @SuppressWarnings("SystemOut") // Its purpose.
  private static void print(String line) {
    System.out.println(line);
  }
}
