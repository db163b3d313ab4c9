package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The statement collector on a real server, without an engine: reads when it is told to, by a clock
 * that moves on ten seconds a reading.
 */
final class Statements implements AutoCloseable {
  private final ManualClock clock = new ManualClock();
  private final TestContext context;
  private final PostgresTarget target;
  private final Collector collector;
  private final List<DbEvent> events = new ArrayList<>();

  Statements(TestDatabase server, Role role, StatementsConfig config) throws Exception {
    this(server, "postgres", role, config);
  }

  Statements(TestDatabase server, String database, Role role, StatementsConfig config)
      throws Exception {
    target =
        PostgresTarget.builder("orders")
            .url(server.url(database))
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build();
    target.open(new TestContext("orders"));
    target.identify();
    context = new TestContext("orders/statements", clock);
    collector = new StatementsProvider().create(config, target, context);
  }

  static Statements of(TestDatabase server) throws Exception {
    return new Statements(
        server, server.createRole("pg_monitor"), StatementsConfig.defaults().withTopN(1_000));
  }

  /** Takes one reading. */
  TestCollection read() throws Exception {
    TestCollection collection = new TestCollection(target);
    read(collection);
    return collection;
  }

  /** Takes one reading in this collection. */
  void read(TestCollection collection) throws Exception {
    clock.advance(Duration.ofSeconds(10));
    collector.collect(collection);
    collection.batch().forEach(events::add);
  }

  /** Takes one reading, into which so many events fit. */
  void readInto(int room) throws Exception {
    read(new TestCollection(target, "", Duration.ofSeconds(10), room));
  }

  /** Takes one reading of what the engine takes for this server. */
  void readOf(String name) throws Exception {
    TestCollection collection = new TestCollection(target);
    collection.answeredBy(name);
    read(collection);
  }

  /** Says its last word, as at close. */
  void drain() {
    TestCollection last = new TestCollection(target);
    collector.drain(last);
    last.batch().forEach(events::add);
  }

  /** Reads until the collector has noticed that the extension changed: once or twice. */
  boolean readUntilGood() throws Exception {
    try {
      read();
    } catch (DatabaseException changed) {
      read();
    }
    return true;
  }

  List<DbEvent> events() {
    return events;
  }

  /** Takes one reading, of which the engine then says that it came too late. */
  void readInVain() throws Exception {
    TestCollection collection = new TestCollection(target);
    clock.advance(Duration.ofSeconds(10));
    collector.collect(collection);
    collection.abandon();
  }

  /** Lets so much time pass. */
  void pass(Duration time) {
    clock.advance(time);
  }

  void forgetEvents() {
    events.clear();
  }

  List<DbEvent> events(EventType type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  /** Events of statements whose text has this in it. */
  List<DbEvent> of(String text) {
    return events(EventTypes.TOP_QUERY).stream()
        .filter(
            event -> {
              String query = event.get(Attributes.DB_QUERY_TEXT);
              return query != null && query.contains(text);
            })
        .toList();
  }

  long sum(AttrKey<Long> key, Predicate<DbEvent> which) {
    return events(EventTypes.TOP_QUERY).stream()
        .filter(which)
        .mapToLong(event -> event.getLong(key, 0))
        .sum();
  }

  /** Executions that were told of statements with this in their text. */
  long calls(String text) {
    return of(text).stream().mapToLong(e -> e.getLong(StatementAttributes.CALLS, 0)).sum();
  }

  PostgresTarget target() {
    return target;
  }

  TestContext context() {
    return context;
  }

  Clock clock() {
    return clock;
  }

  @Override
  public void close() {
    target.close();
  }
}
