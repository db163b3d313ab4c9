package io.dbintel.jdbc.metrics;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.jdbc.JdbcTarget;
import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link MetricTable} says and emits it: counters as increases, all else as it is. All
 * statements share a transaction as long as none fails; one that does is left out for a while, and
 * the others go on in another.
 *
 * <p>The engine runs one collection at a time and makes what one wrote visible to the next.
 */
public final class MetricCollector implements Collector {
  private static final Duration FORGET_AFTER = Duration.ofHours(24);
  private static final Duration FINDINGS_EVERY = Duration.ofHours(1);
  private static final int FINDINGS_TOLD = 1_000;
  private static final int ROWS_REMEMBERED = 4;

  private final MetricTable table;
  private final String product;
  private final Class<?> beside;
  private final JdbcTarget target;
  private final Supplier<MonitoredServer> server;
  private final MetricSettings settings;
  private final Clock clock;
  private final SelfMetrics metrics;
  private final MetricIncreases deltas;
  private final FindingTeller findings;
  private final StatementFailures failures;
  private final Map<String, SqlResource> statements = new HashMap<>();
  private final LastAsked lastAsked = new LastAsked();
  private final DatabaseRounds rounds;

  private @Nullable CollectionContext last;
  private boolean lastFailed;
  private int statementVersion;

  /**
   * A collector.
   *
   * @param beside the class beside which the statements lie
   * @param product what stands before the version in the name of a statement's file
   * @param server what is known of the server, asked at each collection
   */
  public MetricCollector(
      MetricTable table,
      Class<?> beside,
      String product,
      JdbcTarget target,
      Supplier<MonitoredServer> server,
      MetricSettings settings,
      ComponentContext context) {
    this.table = table;
    this.beside = beside;
    this.product = product;
    this.target = target;
    this.server = server;
    this.settings = settings;
    clock = context.clock();
    metrics = context.metrics();
    deltas = new MetricIncreases(ROWS_REMEMBERED * settings.maxRows(), FORGET_AFTER, clock);
    findings = new FindingTeller(clock, FINDINGS_EVERY, FINDINGS_TOLD);
    failures = new StatementFailures(clock, context.health());
    rounds = new DatabaseRounds(settings.maxDatabases());
  }

  @Override
  public void collect(CollectionContext context) throws DatabaseException {
    begin(context);
    String database = context.database();
    if (!rounds.visits(database) || failures.isUnreachable(database)) {
      return;
    }
    boolean done = false;
    try {
      MonitoredServer now = server.get();
      failures.knowing(now.knowledge());
      List<Answer> read = read(context, now);
      if (!context.isAbandoned()) {
        read.forEach(answer -> conclude(answer, now, context));
        failures.report(table.queries());
        count();
      }
      done = true;
    } finally {
      lastFailed |= !done;
    }
  }

  /** What the collection before said counts if the engine took it. */
  private void begin(CollectionContext context) {
    if (context == last) {
      return;
    }
    boolean delivered = last == null || !(lastFailed || last.isAbandoned());
    deltas.settle(delivered);
    findings.settle(delivered);
    lastAsked.settle(delivered);
    last = context;
    lastFailed = false;
    deltas.server(context.identity().server());
    if (!context.database().isEmpty()) {
      List<String> databases = target.databases();
      rounds.begin(databases);
      failures.retain(databases);
      findings.retain(new HashSet<>(databases));
      lastAsked.retain(databases);
    }
  }

  // --- reading

  private List<Answer> read(CollectionContext context, MonitoredServer now)
      throws DatabaseException {
    Deque<MetricQuery> pending = new ArrayDeque<>(due(context, now));
    List<Answer> read = new ArrayList<>();
    while (!pending.isEmpty() && !context.isAbandoned()) {
      try {
        boolean unused =
            target.inTransaction(
                context,
                reading -> {
                  failures.reached(context.database());
                  Run run = run(reading, now);
                  if (run != null && run.monitor() != now.monitor()) {
                    now.inDoubt().run();
                  }
                  while (!pending.isEmpty()) {
                    if (mayAsk(pending.element(), now, run)) {
                      read.add(read(reading, pending.element(), now, run));
                      failures.succeeded(pending.element(), context.database());
                      lastAsked.asked(pending.element(), context.database(), clock.nanoTime());
                    } else {
                      failures.withoutTier(
                          pending.element(), context.database(), now.monitorGrant());
                    }
                    pending.remove();
                  }
                  return true;
                });
      } catch (DatabaseException error) {
        failed(error, pending, context, now);
      }
    }
    return read;
  }

  private List<MetricQuery> due(CollectionContext context, MonitoredServer now) {
    List<MetricQuery> due = new ArrayList<>();
    long nanoTime = clock.nanoTime();
    for (MetricQuery query : table.queries()) {
      if (!query.versions().contains(now.majorVersion()) || !query.on().includes(now.standby())) {
        // It may have failed on the server as it was before a fail-over or an upgrade.
        failures.succeeded(query, context.database());
        continue;
      }
      if (query.level().compareTo(context.level()) < 0
          || failures.isHeldBack(query, context.database())) {
        continue;
      }
      long after = query.every().toNanos() - settings.interval().toNanos() / 2;
      if (lastAsked.isDue(query, context.database(), nanoTime, after)) {
        due.add(query);
      }
    }
    return due;
  }

  /** Which run of which server answers, and whether it shows our role all. */
  private record Run(long startedMicros, long nowMicros, boolean monitor) {}

  /**
   * False if our role would see a part and take it for the whole. The server is asked in each
   * reading, since what was known may be minutes old and a grant is given and taken at any time.
   */
  private static boolean mayAsk(MetricQuery query, MonitoredServer now, @Nullable Run run) {
    return !query.monitor() || (run == null ? now.monitor() : run.monitor());
  }

  private @Nullable Run run(Reading reading, MonitoredServer now) throws DatabaseException {
    if (settings.origin().isEmpty()) {
      return null;
    }
    return reading.one(
        statement(settings.origin(), now.majorVersion()),
        row -> new Run(row.count("started_micros"), row.count("now_micros"), row.flag("monitor")));
  }

  /** What a statement gave, and who answered it. */
  private record Answer(MetricRows rows, @Nullable Run run) {}

  private Answer read(Reading reading, MetricQuery query, MonitoredServer now, @Nullable Run run)
      throws DatabaseException {
    MetricRows rows =
        new MetricRows(
            query, query.metrics(now.majorVersion()), now.blockBytes(), settings.maxRows());
    long badBefore = reading.badRows();
    long unused = reading.each(statement(query.name(), now.majorVersion()), rows::add);
    rows.bad(reading.badRows() - badBefore);
    return new Answer(rows, run);
  }

  private void failed(
      DatabaseException error,
      Deque<MetricQuery> pending,
      CollectionContext context,
      MonitoredServer now)
      throws DatabaseException {
    ErrorClass kind = error.errorClass();
    MetricQuery culprit = pending.peek();
    if (kind.isConnectionLoss()
        || kind == ErrorClass.POOL_CLOSED
        || kind == ErrorClass.AUTHENTICATION
        || kind == ErrorClass.TOO_MANY_CONNECTIONS
        || culprit == null
        || context.isAbandoned()) {
      throw error;
    }
    if (error.statement().equals(culprit.name())
        || error.statement().startsWith(culprit.name() + '-')) {
      metrics.add("statements_failed", 1);
      failures.failed(culprit, context.database(), error, now.monitorGrant());
      pending.remove();
    } else if (context.database().isEmpty() || kind == ErrorClass.TIMEOUT) {
      throw error;
    } else {
      failures.unreachable(context.database(), error);
      pending.clear();
    }
  }

  private SqlResource statement(String statement, int majorVersion) {
    if (statementVersion != majorVersion) {
      statementVersion = majorVersion;
      statements.clear();
    }
    return statements.computeIfAbsent(
        statement,
        name -> {
          SqlResource sql = SqlResource.of(beside, name, product, majorVersion);
          for (Map.Entry<String, Integer> place : settings.places().entrySet()) {
            if (sql.text().contains('{' + place.getKey() + '}')) {
              sql = sql.with(place.getKey(), place.getValue().toString());
            }
          }
          return sql;
        });
  }

  // --- concluding

  private void conclude(Answer answer, MonitoredServer now, CollectionContext context) {
    MetricRows rows = answer.rows();
    Run run = answer.run();
    if (run != null) {
      deltas.run(run.startedMicros(), run.nowMicros());
    }
    int limit = limit(rows.query().limit());
    long most = (long) rows.metrics().size() * Math.min(rows.lines().size(), limit + 1L);
    if (most + rows.findings().size() > context.room()) {
      // Emitted in part, the rest of the increases would be lost for good: so it stays unread.
      metrics.add("statements_without_room", 1);
      failures.withoutRoom(rows.query(), context.database());
      lastAsked.forget(rows.query(), context.database());
      return;
    }
    if (rows.bad() > 0) {
      failures.badRows(rows.query(), context.database(), rows.bad());
    }
    findings.tell(context, settings.system(), rows);
    if (rows.metrics().isEmpty()) {
      return;
    }
    SeriesFold fold = new SeriesFold(rows);
    RowIncreases increases = new RowIncreases(rows);
    MetricIncreases.Group group =
        deltas.group(rows.query().name() + '/' + now.majorVersion() + '/' + context.database());
    for (MetricRows.Line line : rows.lines()) {
      fold.add(line, increases.of(line, group, context.epochNanos() / 1_000));
    }
    int refused = group.refused();
    group.end(!rows.isIncomplete());
    fold.emit(
        limit,
        Map.of("namespace", SafeName.of(context.database())),
        (metric, labels, value) -> emit(context, metric, labels, value));
    metrics.add("series_folded", fold.folded());
    if (refused > 0) {
      metrics.add("counter_rows_refused", refused);
      failures.withoutMemory(rows.query(), context.database(), refused);
    }
    if (rows.isCut()) {
      metrics.add("rows_beyond_limit", 1);
      failures.beyondLimit(rows.query(), context.database(), settings.maxRows());
    }
  }

  private int limit(String name) {
    Integer limit = settings.limits().get(name);
    return limit != null ? limit : Integer.parseInt(name);
  }

  private void emit(
      CollectionContext context,
      MetricSpec metric,
      Map<AttrKey<String>, String> labels,
      long value) {
    DbEvent event = context.emit(metric.type()).set(Attributes.DB_SYSTEM_NAME, settings.system());
    if (metric.isDouble()) {
      event.value(Double.longBitsToDouble(value));
    } else {
      event.value(value);
    }
    labels.forEach(event::set);
    String namespace = labels.getOrDefault(Attributes.DB_NAMESPACE, "");
    event.database(context.database().isEmpty() ? namespace : SafeName.of(context.database()));
  }

  private void count() {
    metrics.set("counter_rows", (double) deltas.rows());
    metrics.set("counter_rows_evicted", (double) deltas.evictions());
    metrics.set("statements_forgotten", (double) (lastAsked.evictions() + failures.evictions()));
    metrics.set("findings_not_told", (double) findings.untold());
  }
}
