package io.dbintel.examples.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Steady customers for the whole time, and on top of them what goes wrong on a bad day: somebody
 * who forgets to commit, somebody who drops an index, a report that reads and sorts more than fits
 * in memory, and a session that spells out personal data.
 */
final class Workload implements AutoCloseable {
  static final int SECONDS = 45;

  private static final int MAX_THREADS = 24;

  private final EmbeddedServer server;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          MAX_THREADS,
          task -> {
            Thread thread = new Thread(task, "workload");
            thread.setDaemon(true);
            return thread;
          });

  private Workload(EmbeddedServer server) {
    this.server = server;
  }

  /** Creates the tables and fills them. */
  static Workload prepare(EmbeddedServer server) throws SQLException {
    try (Connection connection = server.connect("setup");
        Statement sql = connection.createStatement()) {
      Customers.createTables(sql);
      DroppedIndex.createIndex(sql);
      ForgottenTransaction.createTables(sql);
      BigReport.createTables(sql);
      LooseTalk.createTables(sql);
    }
    return new Workload(server);
  }

  /** Runs all of it, with {@code progress} every few seconds, until the last part has ended. */
  void run(Runnable progress) throws Exception {
    threads.scheduleAtFixedRate(progress, 5, 5, TimeUnit.SECONDS);
    List<Future<?>> parts = new ArrayList<>();
    parts.add(after(0, () -> Customers.run(server, threads, SECONDS)));
    parts.add(after(6, () -> ForgottenTransaction.run(server, threads, 15)));
    parts.add(after(10, () -> LooseTalk.run(server)));
    parts.add(after(23, () -> DroppedIndex.run(server)));
    parts.add(after(27, () -> BigReport.run(server, threads, 12)));
    for (Future<?> part : parts) {
      await(part);
    }
  }

  private Future<?> after(int seconds, Part part) {
    return threads.schedule(
        (Callable<Void>)
            () -> {
              part.run();
              return null;
            },
        seconds,
        TimeUnit.SECONDS);
  }

  /** Waits for a part, and fails as it failed. */
  static void await(Future<?> part) throws Exception {
    try {
      part.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    }
  }

  private interface Part {
    void run() throws Exception;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
