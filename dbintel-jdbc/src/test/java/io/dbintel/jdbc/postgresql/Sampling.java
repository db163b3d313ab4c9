package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.observe.SessionHistory;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The session collector on a real server, without an engine: samples when it is told to. */
final class Sampling implements AutoCloseable {
  private final TestContext context = new TestContext("orders/sessions");
  private final PostgresTarget target;
  private final Collector collector;
  private final List<DbEvent> events = new ArrayList<>();

  Sampling(TestDatabase server, Role role, SessionsConfig config) throws Exception {
    target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build();
    target.open(context);
    target.identify();
    collector = new SessionsProvider().create(config, target, context);
  }

  static Sampling of(TestDatabase server) throws Exception {
    return new Sampling(server, server.createRole("pg_monitor"), SessionsConfig.defaults());
  }

  /** For whole instances: what lasts is told again, and measured, every second. */
  static SessionsConfig toldAtOnce(Duration interval) {
    SessionsConfig defaults = SessionsConfig.defaults();
    return new SessionsConfig(
        interval,
        defaults.timeout(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        defaults.maxSessions(),
        defaults.queryTextBytes(),
        defaults.historyRetention(),
        defaults.historyBytes(),
        defaults.clientAddress());
  }

  /** Takes one sample. */
  TestCollection sample() throws Exception {
    TestCollection collection = new TestCollection(target);
    collector.collect(collection);
    collection.batch().forEach(events::add);
    return collection;
  }

  /** Everything emitted so far. */
  List<DbEvent> events() {
    return events;
  }

  List<DbEvent> events(EventType type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  SessionHistory history() {
    return target.sessions();
  }

  TestContext context() {
    return context;
  }

  @Override
  public void close() {
    target.close();
  }
}
