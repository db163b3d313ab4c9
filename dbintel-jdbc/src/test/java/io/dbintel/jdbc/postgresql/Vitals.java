package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Stability;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.metrics.MetricSpec;
import io.dbintel.jdbc.metrics.MetricTable;
import io.dbintel.jdbc.metrics.SeriesLabel;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The collectors of vital signs on a real server, without an engine: they read when they are told
 * to, and time passes for them when it is told to.
 */
final class Vitals implements AutoCloseable {
  private final ManualClock clock = new ManualClock();
  private final TestContext context = new TestContext("orders/vitals", clock);
  private final PostgresTarget target;
  private final Collector collector;
  private final MetricTable table;
  private final boolean perDatabase;
  private final List<DbEvent> events = new ArrayList<>();
  private List<DbEvent> latest = List.of();

  private <C extends Record> Vitals(
      TestDatabase server,
      Role role,
      CollectorProvider<C> provider,
      C config,
      MetricTable table,
      String... databases)
      throws Exception {
    target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .databases(databases)
            .build();
    target.open(new TestContext("orders"));
    target.identify();
    collector = provider.create(config, target, context);
    this.table = table;
    perDatabase = provider.scope() == CollectorProvider.Scope.DATABASE;
  }

  static Vitals server(TestDatabase server, Role role, ServerConfig config) throws Exception {
    return new Vitals(server, role, new ServerProvider(), config, VitalSigns.SERVER);
  }

  static Vitals server(TestDatabase server) throws Exception {
    return server(server, server.createRole("pg_monitor"), ServerConfig.defaults());
  }

  /**
   * Visits these databases alone. All tests share a server, and were all of its databases visited,
   * they would take turns: which reading meets a test's own would depend on the tests before.
   */
  static Vitals relations(TestDatabase server, RelationsConfig config, String... databases)
      throws Exception {
    Role role = server.createRole("pg_monitor");
    return new Vitals(
        server, role, new RelationsProvider(), config, VitalSigns.RELATIONS, databases);
  }

  /** For a standby, on which no role can be made. */
  static Vitals ofSuperuser(TestDatabase server) throws Exception {
    return server(server, server.superuser(), ServerConfig.defaults());
  }

  /** Reads once, an hour later than before, so that whatever is due now and then is due. */
  Vitals read(String... databases) throws Exception {
    clock.advance(Duration.ofHours(1).plusSeconds(1));
    return readAgain(databases);
  }

  /** Reads once, at the same time as before. */
  Vitals readAgain(String... databases) throws Exception {
    latest = new ArrayList<>();
    for (String database : perDatabase ? List.of(databases) : List.of("")) {
      TestCollection collection = new TestCollection(target, database, Duration.ofSeconds(20));
      collect(collection);
    }
    return this;
  }

  /** Lets the collector collect, and keeps what comes of it unless the collection is given up. */
  private void collect(TestCollection collection) throws Exception {
    collector.collect(collection);
    if (!collection.badRows().isEmpty()) {
      throw new AssertionError("bad rows: " + collection.badRows());
    }
    collection.batch().forEach(latest::add);
    collection.batch().forEach(events::add);
  }

  /** Reads once if the server answers, which it may not do at once after a restart. */
  void readOrReconnect() throws Exception {
    try {
      read();
    } catch (DatabaseException gone) {
      if (!gone.errorClass().isConnectionLoss()) {
        throw gone;
      }
    }
  }

  /** Reads once, into a collection with room for so many events. */
  void readInto(int room, String database) throws Exception {
    clock.advance(Duration.ofHours(1).plusSeconds(1));
    latest = new ArrayList<>();
    collect(new TestCollection(target, database, Duration.ofSeconds(20), room));
  }

  /** Reads databases in one collection, as the engine does. */
  void readTogether(List<String> databases) throws Exception {
    clock.advance(Duration.ofHours(1).plusSeconds(1));
    latest = new ArrayList<>();
    TestCollection collection = new TestCollection(target, "", Duration.ofSeconds(20));
    for (String database : databases) {
      collection.visit(database);
      collector.collect(collection);
    }
    collection.batch().forEach(latest::add);
    collection.batch().forEach(events::add);
  }

  /** Reads, and the engine gives the reading up when all was emitted. */
  void lose() throws Exception {
    clock.advance(Duration.ofHours(1));
    TestCollection lost = collection();
    collector.collect(lost);
    lost.abandon();
  }

  /** Keeps what another collector emitted. */
  void add(TestCollection collection) {
    collection.batch().forEach(events::add);
  }

  TestCollection collection() {
    return new TestCollection(target);
  }

  void advance(Duration time) {
    clock.advance(time);
  }

  TestContext context() {
    return context;
  }

  PostgresTarget target() {
    return target;
  }

  /** What the last reading gave of a metric, where labels are these. */
  List<DbEvent> latest(String metric, Map<String, String> labels) {
    return matching(latest, metric, labels);
  }

  /** The value of the only series of the last reading with these labels. */
  double value(String metric, Map<String, String> labels) {
    List<DbEvent> found = latest(metric, labels);
    if (found.size() != 1) {
      throw new AssertionError(
          found.size() + " series of " + metric + labels + " in " + latest + "; " + complaints());
    }
    return number(found.get(0));
  }

  /** What a failed assertion should say beside what was not told: why. */
  String complaints() {
    return "health " + context.complaints() + ", visited " + target.databases();
  }

  /** The sum of all that was told of a metric, over all readings, where labels are these. */
  double sum(String metric, Map<String, String> labels) {
    return matching(events, metric, labels).stream().mapToDouble(Vitals::number).sum();
  }

  List<DbEvent> latest() {
    return latest;
  }

  /** What all readings gave of a metric. */
  List<DbEvent> events(String metric) {
    return matching(events, metric, Map.of());
  }

  List<DbEvent> findings() {
    return events.stream().filter(event -> event.type().equals(EventTypes.FINDING)).toList();
  }

  /** Rows of the table that a server of this version should tell and did not. */
  List<String> missing(int major) {
    List<String> missing = new ArrayList<>();
    table.queries().stream()
        .flatMap(query -> query.metrics(major).stream())
        .filter(metric -> events.stream().noneMatch(event -> isOf(event, metric)))
        .forEach(metric -> missing.add(metric.type() + " " + metric.column()));
    return missing;
  }

  private static boolean isOf(DbEvent event, MetricSpec metric) {
    if (!event.type().equals(metric.type())) {
      return false;
    }
    for (SeriesLabel label : metric.labels()) {
      if (!label.fromColumn() && !label.text().equals(event.get(label.key()))) {
        return false;
      }
    }
    return true;
  }

  static double number(DbEvent event) {
    return Objects.requireNonNull(event.type().instrument()).valueType()
            == Instrument.ValueType.LONG
        ? event.longValue()
        : event.doubleValue();
  }

  private static List<DbEvent> matching(
      List<DbEvent> events, String metric, Map<String, String> labels) {
    return events.stream()
        .filter(event -> event.type().name().equals(metric))
        .filter(
            event ->
                labels.entrySet().stream()
                    .allMatch(label -> label.getValue().equals(label(event, label.getKey()))))
        .toList();
  }

  static String label(DbEvent event, String name) {
    AttrKey<String> key = AttrKey.ofString(name, Stability.DEVELOPMENT, "for a test");
    String text = event.get(key);
    return text == null ? "" : text;
  }

  @Override
  public void close() {
    target.close();
  }
}
