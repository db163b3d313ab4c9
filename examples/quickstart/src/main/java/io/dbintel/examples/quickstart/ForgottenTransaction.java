package io.dbintel.examples.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A lock chain of four sessions: each has changed a row of its own and wants that of the one before
 * it. The first wants nothing and does nothing: it is idle in transaction.
 */
final class ForgottenTransaction {
  static final int SESSIONS = 4;

  private ForgottenTransaction() {}

  static void createTables(Statement sql) throws SQLException {
    sql.execute("CREATE TABLE stock (id int PRIMARY KEY, pieces int, buyer text)");
    sql.execute("INSERT INTO stock SELECT i, 100 FROM generate_series(1, " + SESSIONS + ") i");
  }

  /** Holds the chain for so many seconds, then lets it go. */
  static void run(EmbeddedServer server, ExecutorService threads, int seconds) throws Exception {
    List<Connection> chain = new ArrayList<>();
    List<Future<?>> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < SESSIONS; i++) {
        Connection session = server.connect(i == 0 ? "backoffice" : "warehouse");
        chain.add(session);
        session.setAutoCommit(false);
        take(session, i + 1);
      }
      for (int i = 1; i < SESSIONS; i++) {
        Connection session = chain.get(i);
        int wanted = i;
        waiting.add(threads.submit((Callable<Void>) () -> takeAndCommit(session, wanted)));
      }
      forget(chain.get(0), waiting.get(waiting.size() - 1), seconds);
      for (Future<?> one : waiting) {
        Workload.await(one);
      }
    } finally {
      for (Connection session : chain) {
        session.close();
      }
    }
  }

  /** Holds what it has until the time is up: the last in the chain cannot be done before. */
  private static void forget(Connection root, Future<?> last, int seconds) throws Exception {
    try {
      last.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException remembered) {
      root.commit();
    }
  }

  private static Void takeAndCommit(Connection session, int row) throws SQLException {
    take(session, row);
    session.commit();
    return null;
  }

  private static void take(Connection session, int row) throws SQLException {
    try (Statement sql = session.createStatement()) {
      sql.execute(
          "UPDATE stock SET pieces = pieces - 1, buyer = '"
              + PlantedData.EMAIL
              + "' WHERE id = "
              + row);
    }
  }
}
