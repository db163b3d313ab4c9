package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * Sessions of an application that run a fixed set of statements, and connect anew whenever their
 * server is back: the same load for as long as it lasts, whatever happens to the server.
 */
final class SteadyLoad implements AutoCloseable {
  private static final int SESSIONS = 4;
  private static final int STATEMENTS = 200;
  private static final long PACE_NANOS = Duration.ofMillis(20).toNanos();

  private final TestDatabase server;
  private final AtomicLong done = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  private SteadyLoad(TestDatabase server) {
    this.server = server;
    for (int i = 0; i < SESSIONS; i++) {
      Thread thread = new Thread(this::run, "load-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  static SteadyLoad on(TestDatabase server) {
    SteadyLoad load = new SteadyLoad(server);
    load.threads.forEach(Thread::start);
    return load;
  }

  /** How many statements were run. */
  long statements() {
    return done.get();
  }

  private void run() {
    while (!closed) {
      try (Connection connection = server.connect("postgres");
          Statement statement = connection.createStatement()) {
        while (!closed) {
          long next = done.incrementAndGet() % STATEMENTS;
          // Each number of columns is a statement of its own; one in ten takes a while.
          statement.execute(
              "select " + "1, ".repeat((int) next) + (next % 10 == 0 ? "pg_sleep(0.2)" : "1"));
          LockSupport.parkNanos(PACE_NANOS);
        }
      } catch (SQLException away) {
        LockSupport.parkNanos(PACE_NANOS);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> threads.stream().noneMatch(Thread::isAlive));
  }
}
