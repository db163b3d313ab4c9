package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.observe.WaitMeasurements;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.ManualClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The collector of waits on a real server, without an engine: reads when it is told to, by a clock
 * that moves on ten seconds a reading. Beside it, what the server's profile really says.
 */
final class Waits implements AutoCloseable {
  /** What a sample stands for unless somebody set it. */
  static final double PERIOD = 0.01;

  private final TestDatabase server;
  private final ManualClock clock = new ManualClock();
  private final TestContext context = new TestContext("orders/waits", clock);
  private final PostgresTarget target;
  private final Collector collector;
  private final List<DbEvent> events = new ArrayList<>();

  Waits(TestDatabase server, Role role, WaitsConfig config) throws Exception {
    this.server = server;
    target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build();
    target.open(new TestContext("orders"));
    target.identify();
    collector = new WaitsProvider().create(config, target, context);
  }

  static Waits of(TestDatabase server) throws Exception {
    return new Waits(server, server.createRole("pg_monitor"), WaitsConfig.defaults());
  }

  /** Takes one reading and forgets what was told by those before. */
  void read() throws Exception {
    read(new TestCollection(target));
  }

  /** Takes one reading, into which so many events fit. */
  void readInto(int room) throws Exception {
    read(new TestCollection(target, "", Duration.ofSeconds(10), room));
  }

  /** Takes one reading, of which the engine then says that it came too late. */
  void readInVain() throws Exception {
    TestCollection collection = new TestCollection(target);
    read(collection);
    collection.abandon();
    events.clear();
  }

  private void read(TestCollection collection) throws Exception {
    events.clear();
    clock.advance(Duration.ofSeconds(10));
    collector.collect(collection);
    collection.batch().forEach(events::add);
  }

  List<DbEvent> events(EventType type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  /** Seconds that statements waited for this, those in the rest left out. */
  double ofStatements(String wait) {
    return events(WaitMeasurements.QUERY_WAITS).stream()
        .filter(event -> wait.equals(event.get(Attributes.WAIT_EVENT)))
        .mapToDouble(event -> event.getDouble(Attributes.WAIT_DURATION, 0))
        .sum();
  }

  /** Seconds that everybody waited for this. */
  double ofAll(String wait) {
    return events(WaitMeasurements.TIME).stream()
        .filter(event -> wait.equals(event.get(Attributes.WAIT_EVENT)))
        .mapToDouble(DbEvent::doubleValue)
        .sum();
  }

  <T> List<T> each(AttrKey<T> key, EventType type) {
    return events(type).stream().map(event -> event.get(key)).toList();
  }

  /** Samples in the server's profile. */
  long profiled(String condition) throws SQLException {
    return number(
        "select coalesce(sum(count), 0) from pg_wait_sampling_profile where " + condition);
  }

  /** A number that the server answers to its superuser. */
  long number(String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  PostgresTarget target() {
    return target;
  }

  TestContext context() {
    return context;
  }

  @Override
  public void close() {
    target.close();
  }
}
