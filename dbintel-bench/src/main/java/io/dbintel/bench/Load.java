package io.dbintel.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that run one kind of transaction after another without pause, as pgbench does: each has a
 * connection and a thread, all statements are prepared on the server.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgbench.html">the manual's page on pgbench,
 *     whose "TPC-B (sort of)" and "select only" these are</a>
 */
final class Load implements AutoCloseable {
  private static final int BRANCHES = 10;
  private static final int TELLERS = 10 * BRANCHES;
  private static final int ACCOUNTS = 100_000 * BRANCHES;

  private final LongAdder done = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile boolean failed;

  /** What a client does. */
  enum Kind {
    TPC_B("TPC-B-like"),
    READ_ONLY("read-only");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** Makes the tables. */
  static void prepare(BenchServer server) throws SQLException {
    server.run(
        "postgres",
        "CREATE TABLE branches (bid int PRIMARY KEY, balance int NOT NULL) WITH (fillfactor = 50)",
        "CREATE TABLE tellers (tid int PRIMARY KEY, bid int, balance int NOT NULL)"
            + " WITH (fillfactor = 50)",
        "CREATE TABLE accounts (aid int PRIMARY KEY, bid int, balance int NOT NULL, filler char(84))",
        "CREATE TABLE history (tid int, bid int, aid int, delta int, mtime timestamp)",
        "INSERT INTO branches SELECT i, 0 FROM generate_series(1, " + BRANCHES + ") i",
        "INSERT INTO tellers SELECT i, (i - 1) / 10 + 1, 0 FROM generate_series(1, "
            + TELLERS
            + ") i",
        "INSERT INTO accounts SELECT i, (i - 1) / 100000 + 1, 0, '' FROM generate_series(1, "
            + ACCOUNTS
            + ") i",
        "VACUUM ANALYZE");
  }

  /** Starts clients; they run until this is closed. */
  static Load start(BenchServer server, Kind kind, int clients) {
    Load load = new Load();
    for (int i = 0; i < clients; i++) {
      SplittableRandom random = new SplittableRandom(42 + i);
      Thread thread =
          new Thread(() -> load.work(server, kind, random), "load-" + kind.label() + '-' + i);
      thread.setDaemon(true);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  /**
   * How many transactions were committed so far.
   *
   * @throws IllegalStateException if a client failed
   */
  long transactions() {
    if (failed) {
      throw new IllegalStateException("a client of the load failed");
    }
    return done.sum();
  }

  private void work(BenchServer server, Kind kind, SplittableRandom random) {
    try (Connection connection = server.client()) {
      if (kind == Kind.READ_ONLY) {
        read(connection, random);
      } else {
        transact(connection, random);
      }
    } catch (SQLException | RuntimeException problem) {
      failed = true;
      Bench.say("a client failed: " + problem);
    }
  }

  private void read(Connection connection, SplittableRandom random) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT balance FROM accounts WHERE aid = ?")) {
      while (!stopped) {
        one(select, 1 + random.nextInt(ACCOUNTS));
        done.increment();
      }
    }
  }

  private void transact(Connection connection, SplittableRandom random) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement account =
            connection.prepareStatement("UPDATE accounts SET balance = balance + ? WHERE aid = ?");
        PreparedStatement balance =
            connection.prepareStatement("SELECT balance FROM accounts WHERE aid = ?");
        PreparedStatement teller =
            connection.prepareStatement("UPDATE tellers SET balance = balance + ? WHERE tid = ?");
        PreparedStatement branch =
            connection.prepareStatement("UPDATE branches SET balance = balance + ? WHERE bid = ?");
        PreparedStatement history =
            connection.prepareStatement(
                "INSERT INTO history VALUES (?, ?, ?, ?, current_timestamp)")) {
      while (!stopped) {
        int aid = 1 + random.nextInt(ACCOUNTS);
        int tid = 1 + random.nextInt(TELLERS);
        int bid = 1 + random.nextInt(BRANCHES);
        int delta = random.nextInt(-5000, 5000);
        update(account, delta, aid);
        one(balance, aid);
        update(teller, delta, tid);
        update(branch, delta, bid);
        update(history, tid, bid, aid, delta);
        connection.commit();
        done.increment();
      }
    }
  }

  private static void update(PreparedStatement statement, int... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setInt(i + 1, values[i]);
    }
    if (statement.executeUpdate() != 1) {
      throw new SQLException("not one row");
    }
  }

  private static void one(PreparedStatement select, int key) throws SQLException {
    select.setInt(1, key);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no row");
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
