package io.dbintel.jdbc.postgresql;

import static org.awaitility.Awaitility.await;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.Stateful;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A server that logs into files, and whoever reads them. */
final class LoggingServer implements AutoCloseable {
  private static final Pattern MARKER = Pattern.compile("marker_(\\d+)_");

  final EmbeddedServer server;
  final Role role;

  private LoggingServer(EmbeddedServer server, Role role) {
    this.server = server;
    this.role = role;
  }

  static LoggingServer start(int major) throws SQLException {
    EmbeddedServer server = TestDatabase.startFresh(major);
    server.run("alter system set logging_collector = on");
    server.run("alter system set log_filename = 'test-%Y-%m-%d_%H%M%S.log'");
    server.run(
        "alter system set log_line_prefix = '%m [%p] %q%u@%d %a "
            + (major >= 14 ? "%Q " : "")
            + "'");
    server.restart();
    Role role = server.createRole();
    try (Connection admin = server.connect("postgres")) {
      Clients.run(admin, LogHealth.setup(role.name()));
    }
    return new LoggingServer(server, role);
  }

  /** Has the server write its log so, and waits until it does. */
  void destination(String destination) throws SQLException {
    server.run("alter system set log_destination = '" + destination + "'");
    server.run("select pg_reload_conf()");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> "t".equals(ask("select pg_current_logfile('" + destination + "') is not null")));
  }

  String ask(String sql) throws SQLException {
    return ask(server.superuser(), sql);
  }

  String ask(Role who, String sql) throws SQLException {
    try (Connection connection = server.connect("postgres", who);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }

  /** A session whose plans are logged. */
  Connection shop(String format) throws SQLException {
    Connection connection = server.connect("postgres");
    Clients.run(
        connection,
        "set application_name = 'shop'; set auto_explain.log_format = '"
            + format
            + "'; set auto_explain.log_nested_statements = on;"
            + " set auto_explain.log_min_duration = 0");
    return connection;
  }

  static void mark(Connection connection, int number) throws SQLException {
    Clients.run(connection, "select 1 as marker_" + number + "_");
  }

  Watcher watch(LogsConfig config) throws Exception {
    return watch(config, role);
  }

  Watcher watch(LogsConfig config, Role as) throws Exception {
    return new Watcher(this, config, as, "postgres");
  }

  @Override
  public void close() {
    server.remove();
  }

  /** A collector on the server, without an engine. */
  static final class Watcher implements AutoCloseable {
    final TestContext context = new TestContext("orders/logs");
    final List<DbEvent> events = new ArrayList<>();
    private final PostgresTarget target;
    private final Collector collector;

    Watcher(LoggingServer logging, LogsConfig config, Role as, String database) throws Exception {
      target =
          PostgresTarget.builder("orders")
              .url(logging.server.url(database))
              .user(as.name())
              .password(Secret.of(as.password()))
              .tls(Tls.DISABLED)
              .build();
      target.open(context);
      target.identify();
      collector = new LogsProvider().create(config, target, context);
    }

    /** Reads once; what was told stays. */
    TestCollection read() throws Exception {
      TestCollection collection = new TestCollection(target);
      collector.collect(collection);
      collection
          .batch()
          .forEach(
              event -> {
                if (event.type().equals(EventTypes.QUERY_PLAN)) {
                  events.add(event);
                }
              });
      return collection;
    }

    /** Reads, and is told that it was in vain. */
    void readInVain() throws Exception {
      TestCollection collection = new TestCollection(target);
      collector.collect(collection);
      collection.abandon();
    }

    void readUntil(int plans) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                read();
                return markers().size() >= plans;
              });
    }

    /** The numbers of the plans that were told, in order. */
    List<Integer> markers() {
      List<Integer> numbers = new ArrayList<>();
      for (DbEvent event : events) {
        MARKER
            .matcher(plan(event).text())
            .results()
            .findFirst()
            .map(MatchResult::group)
            .ifPresent(found -> numbers.add(Integer.valueOf(found.replaceAll("\\D", ""))));
      }
      return numbers;
    }

    static RawPlan plan(DbEvent event) {
      Sensitive<?> payload = Objects.requireNonNull(event.payload());
      return (RawPlan) payload.reveal();
    }

    byte[] state() {
      return ((Stateful) collector).snapshot();
    }

    void restore(byte[] state) {
      ((Stateful) collector).restore(1, state);
    }

    @Override
    public void close() {
      target.close();
    }
  }
}
