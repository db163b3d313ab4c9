package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/** Sessions of an application. Closing ends what they run. */
final class Clients implements AutoCloseable {
  private final TestDatabase server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Connection> connections = new ArrayList<>();
  private final List<Integer> pids = new ArrayList<>();

  Clients(TestDatabase server) {
    this.server = server;
  }

  /** A session of the superuser. */
  Connection open() throws SQLException {
    return adopt(server.connect("postgres"));
  }

  /** A session that was opened elsewhere and is ended here. */
  Connection adopt(Connection connection) throws SQLException {
    connections.add(connection);
    pids.add(pid(connection));
    return connection;
  }

  static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs something on a thread of its own; it may end in an error, as what is cancelled does. */
  void start(Connection connection, String sql) {
    submit(
        () -> {
          run(connection, sql);
          return true;
        });
  }

  /** Does something on a thread of its own; it may end in an error. */
  void submit(Callable<?> task) {
    Future<?> unused = threads.submit(task);
  }

  /** Ends them on the server, too: a session that sleeps there does not notice that we are gone. */
  @Override
  public void close() throws SQLException {
    String all = pids.toString().replace('[', '{').replace(']', '}');
    server.run("select pg_terminate_backend(pid) from unnest('" + all + "'::int[]) as pid");
    for (Connection connection : connections) {
      connection.close();
    }
    threads.shutdown();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(threads::isTerminated);
  }
}
