package io.dbintel.examples.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Reads a table that does not fit in the server's buffers, and sorts it on disk. */
final class BigReport {
  private static final int READERS = 2;
  private static final int ROWS = 120_000;

  private BigReport() {}

  static void createTables(Statement sql) throws SQLException {
    sql.execute("CREATE UNLOGGED TABLE archive (id int, payload text)");
    sql.execute(
        "INSERT INTO archive SELECT i, repeat(md5(i::text), 32) FROM generate_series(1, "
            + ROWS
            + ") i");
  }

  /** Reports over and over for so many seconds. */
  static void run(EmbeddedServer server, ExecutorService threads, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Future<?>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      String report =
          i == 0
              ? "SELECT id FROM archive ORDER BY payload OFFSET 100000"
              : "SELECT count(*), max(length(payload)) FROM archive WHERE id % 7 = 3";
      readers.add(threads.submit((Callable<Void>) () -> repeat(server, report, end)));
    }
    for (Future<?> reader : readers) {
      Workload.await(reader);
    }
  }

  private static Void repeat(EmbeddedServer server, String report, long end) throws SQLException {
    try (Connection connection = server.connect("reporting");
        Statement sql = connection.createStatement()) {
      while (System.nanoTime() < end) {
        sql.execute(report);
      }
    }
    return null;
  }
}
