package io.dbintel.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A database in which two clients look at their orders, by an index that can be dropped, and at
 * other things, by indexes that stay.
 */
final class IndexedShop implements AutoCloseable {
  private static final int CLIENTS = 2;
  private static final int CUSTOMERS = 2_000;
  private static final String INDEX = "create index orders_customer on orders (customer_id)";

  private final TestDatabase server;
  private final String database;
  private final Role monitor;
  private final List<Connection> sessions = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);

  private IndexedShop(TestDatabase server, String database, Role monitor) {
    this.server = server;
    this.database = database;
    this.monitor = monitor;
  }

  /** Makes the tables; nobody works there yet. */
  static IndexedShop open(TestDatabase server) throws SQLException {
    IndexedShop shop =
        new IndexedShop(server, server.createDatabase(), server.createRole("pg_monitor"));
    shop.run(
        "create extension pg_stat_statements",
        "create table customers (id int primary key, name text)",
        "create table orders (id int primary key, customer_id int, note text)",
        "insert into customers select i, 'name ' || i from generate_series(1, 2000) i",
        "insert into orders select i, i * 7919 % 2000 + 1, repeat('x', 40)"
            + " from generate_series(1, 60000) i",
        INDEX,
        "vacuum analyze orders",
        "vacuum analyze customers",
        "grant select on orders, customers to " + shop.monitor.name());
    return shop;
  }

  String database() {
    return database;
  }

  PostgresTarget target() {
    return PostgresTarget.builder("shop")
        .url(server.url(database))
        .user(monitor.name())
        .password(Secret.of(monitor.password()))
        .tls(Tls.DISABLED)
        .build();
  }

  /** Runs statements as the superuser. */
  void run(String... sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
  }

  /** Lets each client look every so many milliseconds. */
  void work(long everyMillis) throws SQLException {
    for (int i = 0; i < CLIENTS; i++) {
      Connection session = server.connect(database);
      sessions.add(session);
      // Two clients, two ways: in a transaction the server ends a statement when the next begins.
      session.setAutoCommit(i == 0);
      PreparedStatement orders =
          session.prepareStatement("select count(*), max(note) from orders where customer_id = ?");
      PreparedStatement name = session.prepareStatement("select name from customers where id = ?");
      PreparedStatement order = session.prepareStatement("select note from orders where id = ?");
      var unused =
          clients.scheduleAtFixedRate(
              () -> look(session, orders, name, order), 0, everyMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void look(Connection session, PreparedStatement... statements) {
    try {
      for (PreparedStatement statement : statements) {
        statement.setInt(1, ThreadLocalRandom.current().nextInt(CUSTOMERS) + 1);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
        }
      }
      if (!session.getAutoCommit()) {
        session.commit();
      }
    } catch (SQLException | RuntimeException | Error broken) {
      failure.compareAndSet(null, broken);
    }
  }

  void dropIndex() throws SQLException {
    run("drop index orders_customer");
  }

  void createIndex() throws SQLException {
    run(INDEX);
  }

  /** The server's id of the statement that the index serves. */
  String queryId() throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select s.queryid from pg_stat_statements s join pg_database d on d.oid = s.dbid"
                    + " where d.datname = current_database() and s.query like 'select count(*), max(note)%'")) {
      assertThat(rows.next()).isTrue();
      String id = rows.getString(1);
      assertThat(rows.next()).as("one statement").isFalse();
      return id;
    }
  }

  void assertNobodyFailed() {
    assertThat(failure.get()).isNull();
  }

  @Override
  public void close() throws SQLException {
    clients.shutdownNow();
    try {
      assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    for (Connection session : sessions) {
      session.close();
    }
  }
}
