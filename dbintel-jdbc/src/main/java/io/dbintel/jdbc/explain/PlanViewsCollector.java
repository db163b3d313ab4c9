package io.dbintel.jdbc.explain;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementUse;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.Row;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads which plans were executed, and fetches the texts of those that were not told lately. The
 * engine runs one collection at a time and makes what one wrote visible to the next.
 */
final class PlanViewsCollector implements Collector {
  private static final String SYSTEM = "postgresql";
  private static final long LOOK_AGAIN_NANOS = Duration.ofMinutes(10).toNanos();
  private static final double MILLIS = 1e3;

  private final PlanViewsConfig config;
  private final PostgresTarget target;
  private final Clock clock;
  private final SelfMetrics metrics;
  private final HealthReporter health;
  private final HealthReporter source;
  private final PlanViewFinder finder;
  private final Map<Key, State> states = new LinkedHashMap<>(64, 0.75f, true);
  private final List<Told> told = new ArrayList<>();
  private @Nullable CollectionContext last;
  private boolean lastFailed;
  private PlanViewFinder.@Nullable Found view;
  private boolean looked;
  private long lookedNanos;
  private long evictions;

  /** A plan of a statement; the database as it is told. */
  private record Key(String queryId, String planId, String database) {}

  /** What was executed with a plan by now. */
  private record Counters(long calls, double millis) {}

  /**
   * What is remembered of a plan: its counters as last seen, and when it was told and with which.
   */
  private static final class State {
    private Counters seen;
    private @Nullable Counters toldWith;
    private long toldNanos;

    /** True if it ran when it was to be told, and for how long; until it is. */
    private boolean ran;

    private double ranMillis;

    private State(Counters seen) {
      this.seen = seen;
    }
  }

  /** A plan that is to be told. */
  private record Due(Key key, State state, double millis) {}

  /** What a state was before it was told in a collection of which it is not known if it arrived. */
  private record Told(State state, @Nullable Counters before, long beforeNanos, double ranMillis) {}

  PlanViewsCollector(PlanViewsConfig config, PostgresTarget target, ComponentContext context) {
    this.config = config;
    this.target = target;
    clock = context.clock();
    metrics = context.metrics();
    health = context.health();
    source = health.part("source");
    List<PlanView> views = new ArrayList<>(config.views());
    views.addAll(PlanView.shipped());
    finder = new PlanViewFinder(views, config.maxPlans());
  }

  @Override
  public void collect(CollectionContext context) throws DatabaseException {
    settle(context);
    if (context.level() == QueryLevel.FULL) {
      look(context);
    }
    lastFailed = false;
  }

  private void look(CollectionContext context) throws DatabaseException {
    long now = clock.nanoTime();
    try {
      boolean unused =
          target.inTransaction(
              context,
              reading -> {
                PlanViewFinder.Found found = find(reading, now);
                if (found != null) {
                  read(reading, found, context, now);
                }
                return true;
              });
    } catch (DatabaseException error) {
      unavailable(error);
    }
    evict();
    metrics.set("plans", states.size());
    metrics.set("plans_evicted", (double) evictions);
  }

  private void settle(CollectionContext now) {
    if (last != null && (lastFailed || last.isAbandoned())) {
      for (Told one : told) {
        one.state().toldWith = one.before();
        one.state().toldNanos = one.beforeNanos();
        one.state().ran = true;
        one.state().ranMillis += one.ranMillis();
      }
    }
    told.clear();
    last = now;
    lastFailed = true;
  }

  /** The view that is read: the first that is there, looked for again every now and then. */
  private PlanViewFinder.@Nullable Found find(Reading reading, long now) throws DatabaseException {
    if (view != null || (looked && now - lookedNanos < LOOK_AGAIN_NANOS)) {
      return view;
    }
    looked = true;
    lookedNanos = now;
    List<PlanViewFinder.Found> found = finder.find(reading);
    metrics.set("views_found", found.size());
    if (found.isEmpty()) {
      source.report(
          HealthStatus.DEGRADED,
          "no_plan_view",
          "none of the views that keep plans is in our database: " + finder.names(),
          "Create one of these extensions, name another view, or leave this collector off.");
      return null;
    }
    view = found.get(0);
    for (PlanViewFinder.Found one : found) {
      HealthReporter part = health.part(one.view().name().replace('_', '-'));
      part.up();
    }
    return view;
  }

  private void read(
      Reading reading, PlanViewFinder.Found found, CollectionContext context, long now)
      throws DatabaseException {
    Map<Key, Counters> counters = new HashMap<>();
    long unused =
        reading.plain(
            found.counters(),
            row ->
                counters.put(
                    key(row), new Counters(row.countOr("calls", 0), row.numberOr("total_ms", 0))));
    List<Due> due = new ArrayList<>();
    counters.forEach((key, seen) -> compare(due, key, seen, now));
    due.sort(Comparator.comparingDouble(Due::millis).reversed());
    List<Due> top = due.subList(0, Math.min(Math.min(config.topN(), context.room()), due.size()));
    // They come to the top as they take more time, or when those before them were told.
    metrics.set("plans_waiting", due.size() - top.size());
    if (!top.isEmpty()) {
      tell(reading, found, top, context, now);
    }
    source.up();
    metrics.set("source_" + found.view().name(), 1);
  }

  private static Key key(Row row) throws SQLException {
    return new Key(row.text("query_id"), row.text("plan_id"), SafeName.of(row.text("database")));
  }

  private void compare(List<Due> due, Key key, Counters seen, long now) {
    State state = states.computeIfAbsent(key, any -> new State(new Counters(0, 0)));
    boolean reset = seen.calls() < state.seen.calls();
    long calls = reset ? seen.calls() : seen.calls() - state.seen.calls();
    double millis = Math.max(0, reset ? seen.millis() : seen.millis() - state.seen.millis());
    state.seen = seen;
    boolean old = state.toldWith == null || now - state.toldNanos >= config.repeat().toNanos();
    if (calls > 0 && old) {
      state.ran = true;
      state.ranMillis += millis;
    }
    if (state.ran) {
      due.add(new Due(key, state, state.ranMillis));
    }
  }

  private void tell(
      Reading reading,
      PlanViewFinder.Found found,
      List<Due> top,
      CollectionContext context,
      long now)
      throws DatabaseException {
    Map<Key, State> wanted = new HashMap<>();
    top.forEach(one -> wanted.put(one.key(), one.state()));
    List<String> pairs = new ArrayList<>();
    top.forEach(one -> pairs.add(Hex.of(one.key().queryId()) + ':' + Hex.of(one.key().planId())));
    Map<StatementStates.Key, QueryRef> queries = queries();
    long unused =
        reading.plain(
            found.plans(String.join(",", pairs)),
            row -> {
              Key key = key(row);
              String plan = row.text("plan");
              State state = wanted.remove(key);
              if (state != null) {
                emit(context, found.view(), key, state, plan, queries);
                told.add(new Told(state, state.toldWith, state.toldNanos, state.ranMillis));
                state.toldWith = state.seen;
                state.toldNanos = now;
              }
            });
    for (Due one : top) {
      one.state().ran = false;
      one.state().ranMillis = 0;
    }
    metrics.add("plans_told", top.size() - wanted.size());
    metrics.add("plans_without_text", wanted.size());
  }

  private void emit(
      CollectionContext context,
      PlanView from,
      Key key,
      State state,
      String plan,
      Map<StatementStates.Key, QueryRef> queries) {
    DbEvent event =
        context
            .emit(EventTypes.QUERY_PLAN)
            .set(Attributes.DB_SYSTEM_NAME, SYSTEM)
            .set(StatementAttributes.QUERYID, key.queryId())
            .set(Attributes.QUERY_IDENTIFIED_BY, "server")
            .set(PlanAttributes.PLAN_SOURCE, from.name())
            .set(PlanAttributes.PLAN_PROVENANCE, from.provenance().text())
            .set(
                PlanAttributes.PLAN_REPEAT,
                config.repeat().plus(config.interval()).toMillis() / 1e3);
    if (!key.database().isEmpty()) {
      event.database(key.database()).set(Attributes.DB_NAMESPACE, key.database());
    }
    Counters before = state.toldWith;
    if (before != null && before.calls() <= state.seen.calls()) {
      event
          .set(StatementAttributes.CALLS, state.seen.calls() - before.calls())
          .set(
              StatementAttributes.TOTAL_EXEC_TIME,
              Math.max(0, state.seen.millis() - before.millis()) / MILLIS);
    }
    QueryRef query = queries.get(new StatementStates.Key(id(key.queryId()), key.database()));
    if (query != null && !query.fingerprint().isEmpty()) {
      event
          .setOrRemove(Attributes.DB_QUERY_TEXT, query.text())
          .setOrRemove(Attributes.DB_QUERY_SUMMARY, query.summary())
          .set(Attributes.QUERY_FINGERPRINT, query.fingerprint())
          .set(Attributes.QUERY_TRUNCATED, query.truncated());
    }
    DbEvent unused =
        event.payload(
            Sensitive.of(
                "plan",
                new RawPlan(SYSTEM, RawPlan.Format.UNKNOWN, from.provenance(), plan, null)));
  }

  /** The statements of which the statement collector knows the text. */
  private Map<StatementStates.Key, QueryRef> queries() {
    Map<StatementStates.Key, QueryRef> queries = new HashMap<>();
    for (StatementInterval interval : target.statements().recent()) {
      for (StatementUse use : interval.top()) {
        queries.put(new StatementStates.Key(use.query().serverId(), use.database()), use.query());
      }
    }
    return queries;
  }

  private static long id(String queryId) {
    try {
      return Long.parseLong(queryId);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  /** What an operator has to do something about is health, not a failure to be tried again. */
  private void unavailable(DatabaseException error) throws DatabaseException {
    ErrorClass kind = error.errorClass();
    if (view == null
        || (kind != ErrorClass.PERMISSION
            && kind != ErrorClass.MISSING_OBJECT
            && kind != ErrorClass.SYNTAX)) {
      throw error;
    }
    String name = view.view().name();
    view = null;
    source.report(
        kind == ErrorClass.PERMISSION ? HealthStatus.FORBIDDEN : HealthStatus.DEGRADED,
        kind == ErrorClass.PERMISSION ? "plan_view_forbidden" : "plan_view_unreadable",
        "the plans of " + name + " cannot be read: " + error.explanation(),
        kind == ErrorClass.PERMISSION
            ? "Grant our role USAGE on its schema and SELECT or EXECUTE on it."
            : "Check the version of the extension, or name its columns in a view of your own.");
  }

  private void evict() {
    Iterator<State> oldest = states.values().iterator();
    while (states.size() > 2 * config.maxPlans() && oldest.hasNext()) {
      State unused = oldest.next();
      oldest.remove();
      evictions++;
    }
  }
}
