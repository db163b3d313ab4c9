package io.dbintel.jdbc.explain;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.StatementsConfig;
import io.dbintel.jdbc.postgresql.StatementsProvider;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.ManualClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The statement collector and the explain collector on a database of their own, without an engine,
 * by a clock that moves on a minute a look; and somebody who works there.
 */
final class Explains implements AutoCloseable {
  private final ManualClock clock = new ManualClock();
  private final TestContext context = new TestContext("orders/explain", clock);
  private final TestDatabase server;
  private final String database;
  private final PostgresTarget target;
  private final Collector statements;
  private final Collector explain;
  private final List<DbEvent> events = new ArrayList<>();
  private boolean baseline;

  /** A plan that was told. */
  record Plan(String query, RawPlan raw, DbEvent event) {
    String text() {
      return raw.text();
    }
  }

  Explains(TestDatabase server, String database, Role role, ExplainConfig config) throws Exception {
    this(
        server,
        database,
        PostgresTarget.builder("orders")
            .url(server.url(database))
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build(),
        config);
  }

  Explains(TestDatabase server, String database, DataSource pool, ExplainConfig config)
      throws Exception {
    this(server, database, PostgresTarget.builder("orders").dataSource(pool).build(), config);
  }

  private Explains(
      TestDatabase server, String database, PostgresTarget target, ExplainConfig config)
      throws Exception {
    this.server = server;
    this.database = database;
    this.target = target;
    target.open(new TestContext("orders"));
    target.identify();
    statements =
        new StatementsProvider()
            .create(
                StatementsConfig.defaults().withTopN(500),
                target,
                new TestContext("orders/statements", clock));
    explain = new ExplainProvider().create(config, target, context);
  }

  /** A database with the extension, for one test. */
  static String database(TestDatabase server, String... ddl) throws SQLException {
    String name = server.createDatabase();
    run(server, name, server.superuser(), "create extension pg_stat_statements");
    run(server, name, server.superuser(), ddl);
    return name;
  }

  static void run(TestDatabase server, String database, Role role, String... sql)
      throws SQLException {
    try (Connection connection = server.connect(database, role);
        Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
  }

  /** Lets the superuser work, and looks at what is told of it. */
  List<Plan> after(String... sql) throws Exception {
    return after(server.superuser(), sql);
  }

  /** Lets somebody work, and looks at what is told of it. */
  List<Plan> after(Role role, String... sql) throws Exception {
    return afterIn(database, role, sql);
  }

  /** Lets somebody work in another database. */
  List<Plan> afterIn(String where, Role role, String... sql) throws Exception {
    if (!baseline) {
      readStatements();
      baseline = true;
    }
    run(server, where, role, sql);
    return look();
  }

  /** Looks once, a minute later. */
  List<Plan> look() throws Exception {
    readStatements();
    return collect(new TestCollection(target));
  }

  /** Looks once in this collection. */
  List<Plan> collect(TestCollection collection) throws Exception {
    explain.collect(collection);
    List<Plan> plans = new ArrayList<>();
    collection
        .batch()
        .forEach(
            event -> {
              events.add(event);
              plans.add(plan(event));
            });
    return plans;
  }

  void readStatements() throws Exception {
    clock.advance(Duration.ofSeconds(61));
    statements.collect(new TestCollection(target));
  }

  private static Plan plan(DbEvent event) {
    Sensitive<?> payload = event.payload();
    if (!event.type().equals(EventTypes.QUERY_PLAN)
        || payload == null
        || !(payload.reveal() instanceof RawPlan raw)) {
      throw new AssertionError(event + " is no plan");
    }
    String query = event.get(Attributes.DB_QUERY_TEXT);
    return new Plan(query == null ? "" : query, raw, event);
  }

  long missing(NoPlan reason) {
    return context.counter("missing_" + reason.code());
  }

  /** How often each reason was met. */
  String allMissing() {
    Map<NoPlan, Long> missing = new EnumMap<>(NoPlan.class);
    for (NoPlan reason : NoPlan.values()) {
      if (missing(reason) > 0) {
        missing.put(reason, missing(reason));
      }
    }
    return missing.toString();
  }

  TestContext context() {
    return context;
  }

  PostgresTarget target() {
    return target;
  }

  ManualClock clock() {
    return clock;
  }

  List<DbEvent> events() {
    return events;
  }

  /** One value, as the superuser sees it in the database. */
  @Nullable String value(String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
