package io.dbintel.examples.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Steady small transactions: money moves on an account, and its branch's total with it. For the log
 * of payments there is an index, until somebody drops it.
 */
final class Customers implements AutoCloseable {
  private static final int CLIENTS = 4;
  private static final int MILLIS_PER_TRANSACTION = 8;
  private static final int ACCOUNTS = 100_000;
  private static final int BRANCHES = 5;
  private static final int OLD_PAYMENTS = 30_000;

  private final Connection connection;
  private final PreparedStatement pay;
  private final PreparedStatement look;
  private final PreparedStatement total;
  private final PreparedStatement note;
  private final PreparedStatement count;

  private Customers(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    pay = connection.prepareStatement("UPDATE accounts SET balance = balance + ? WHERE id = ?");
    look = connection.prepareStatement("SELECT balance FROM accounts WHERE id = ?");
    total = connection.prepareStatement("UPDATE branches SET total = total + ? WHERE id = ?");
    note = connection.prepareStatement("INSERT INTO payments_log VALUES (?, ?, now())");
    count = connection.prepareStatement("SELECT count(*) FROM payments_log WHERE account = ?");
  }

  /** The tables that only customers use. */
  static final List<String> TABLES = List.of("accounts", "branches", "payments_log");

  static void createTables(Statement sql) throws SQLException {
    sql.execute("CREATE TABLE branches (id int PRIMARY KEY, total bigint)");
    sql.execute("CREATE TABLE accounts (id int PRIMARY KEY, balance bigint, filler char(84))");
    sql.execute("CREATE TABLE payments_log (account int, amount bigint, at timestamptz)");
    sql.execute(
        "INSERT INTO payments_log SELECT i, 1, now() FROM generate_series(1, "
            + OLD_PAYMENTS
            + ") i");
    sql.execute("INSERT INTO branches SELECT i, 0 FROM generate_series(1, " + BRANCHES + ") i");
    sql.execute("INSERT INTO accounts SELECT i, 0 FROM generate_series(1, " + ACCOUNTS + ") i");
  }

  /** Clients that pay at a fixed rate for so many seconds. */
  static void run(EmbeddedServer server, ScheduledExecutorService threads, int seconds)
      throws Exception {
    List<Customers> clients = new ArrayList<>();
    List<Future<?>> turns = new ArrayList<>();
    CountDownLatch failed = new CountDownLatch(1);
    try {
      for (int i = 0; i < CLIENTS; i++) {
        Customers client = new Customers(server.connect("checkout"));
        clients.add(client);
        turns.add(
            threads.scheduleAtFixedRate(
                () -> client.transactOr(failed), 0, MILLIS_PER_TRANSACTION, TimeUnit.MILLISECONDS));
      }
      boolean broken = failed.await(seconds, TimeUnit.SECONDS);
      turns.forEach(turn -> turn.cancel(false));
      if (broken) {
        throw new IllegalStateException("a payment failed");
      }
    } finally {
      for (Customers client : clients) {
        client.close();
      }
    }
  }

  private synchronized void transactOr(CountDownLatch failed) {
    try {
      if (!connection.isClosed()) {
        transact();
      }
    } catch (SQLException problem) {
      failed.countDown();
    }
  }

  private void transact() throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int account = random.nextInt(ACCOUNTS) + 1;
    int amount = random.nextInt(-100, 100);
    run(pay, amount, account);
    run(look, account);
    run(count, account);
    run(note, account, amount);
    run(total, amount, account % BRANCHES + 1);
    connection.commit();
  }

  private static void run(PreparedStatement statement, int... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setInt(i + 1, parameters[i]);
    }
    statement.execute();
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}
