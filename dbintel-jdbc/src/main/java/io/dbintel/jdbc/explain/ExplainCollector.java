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
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.jdbc.explain.NoPlan.Refusal;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.postgresql.PostgresFeatures;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the plans of the statements on which the server spends most time, and tells those that
 * are new. The engine runs one collection at a time and makes what one wrote visible to the next.
 */
final class ExplainCollector implements Collector {
  private static final String SYSTEM = "postgresql";
  private static final long TEXT_AGE_NANOS = Duration.ofHours(1).toNanos();

  private final ExplainConfig config;
  private final PostgresTarget target;
  private final Clock clock;
  private final SelfMetrics metrics;
  private final ExplainHealth health;
  private final double recheckSeconds;
  private final StatementStates states;
  private final ServerTexts texts;
  private final PreparedExplain explain;
  private final TimeBudget budget;
  private final List<Told> told = new ArrayList<>();
  private @Nullable CollectionContext last;
  private boolean lastFailed;
  private Map<Tier, ?> tiers = Map.of();

  /** A plan that was emitted in a collection of which it is not known whether it arrived. */
  private record Told(StatementState state, long plan) {}

  ExplainCollector(ExplainConfig config, PostgresTarget target, ComponentContext context) {
    this.config = config;
    this.target = target;
    clock = context.clock();
    metrics = context.metrics();
    health = new ExplainHealth(context.health());
    recheckSeconds = config.again().plus(config.interval()).toMillis() / 1e3;
    states = new StatementStates(config.topN(), config.again().toNanos());
    texts = new ServerTexts(target);
    explain = new PreparedExplain(config);
    budget = new TimeBudget(config.maxShare(), clock.nanoTime());
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
    long began = clock.nanoTime();
    PostgresFeatures features = target.features();
    if (!features.tiers().equals(tiers)) {
      tiers = features.tiers();
      states.retry(NoPlan.FORBIDDEN);
    }
    String schema = features.statementsSchema();
    if (schema == null || target.statements().recent().isEmpty()) {
      health.statementsUnknown();
      return;
    }
    health.statementsKnown();
    List<StatementStates.Due> due = states.due(target.statements(), began);
    if (!due.isEmpty() && budget.isLeft(began)) {
      learn(context, schema, due, began);
      visitAll(context, due, began);
    }
    states.evict();
    health.tell(states.missing(), states.size(), features, config.helper() != null);
    count();
  }

  /** What was told in a collection that failed or was given up did not arrive. */
  private void settle(CollectionContext now) {
    if (last != null && (lastFailed || last.isAbandoned())) {
      told.forEach(one -> one.state().untold(one.plan()));
    }
    told.clear();
    last = now;
    lastFailed = true;
  }

  private void learn(
      CollectionContext context, String schema, List<StatementStates.Due> due, long began)
      throws DatabaseException {
    List<StatementStates.Due> unknown = new ArrayList<>(due);
    unknown.removeIf(one -> one.state().text(began, TEXT_AGE_NANOS) != null);
    if (unknown.isEmpty()) {
      return;
    }
    Visit visit = new Visit(context, "", context.timeout());
    try {
      texts.read(visit, schema, unknown, began);
    } finally {
      budget.spend(visit.serverNanos());
    }
    metrics.add("text_readings", 1);
    for (StatementStates.Due one : unknown) {
      NoPlan missing = one.state().missing();
      if (missing != null) {
        metrics.add("missing_" + missing.code(), 1);
      }
    }
  }

  private void visitAll(CollectionContext context, List<StatementStates.Due> due, long began)
      throws DatabaseException {
    Map<String, List<StatementStates.Due>> byDatabase = new LinkedHashMap<>();
    for (StatementStates.Due one : due) {
      StatementState.Text text = one.state().text(began, TEXT_AGE_NANOS);
      if (text != null) {
        byDatabase.computeIfAbsent(text.database(), any -> new ArrayList<>()).add(one);
      }
    }
    List<String> reachable = target.databases();
    long deadline = began + context.timeout().toNanos();
    for (Map.Entry<String, List<StatementStates.Due>> entry : byDatabase.entrySet()) {
      if (!reachable.contains(entry.getKey())) {
        entry.getValue().forEach(one -> missing(one.state(), NoPlan.OTHER_DATABASE));
        continue;
      }
      Duration left = Duration.ofNanos(deadline - clock.nanoTime());
      if (left.toMillis() < 1 || !budget.isLeft(clock.nanoTime()) || context.isAbandoned()) {
        return;
      }
      visit(context, entry.getKey(), entry.getValue(), left);
    }
  }

  /** Explains what is due in one database, in one transaction. */
  private void visit(
      CollectionContext context, String database, List<StatementStates.Due> due, Duration left)
      throws DatabaseException {
    Visit visit = new Visit(context, database, left);
    long[] estimated = new long[1];
    try {
      boolean unused =
          target.inTransaction(visit, reading -> explainAll(reading, visit, due, estimated));
    } catch (DatabaseException error) {
      ErrorClass kind = error.errorClass();
      if (kind != ErrorClass.PERMISSION && kind != ErrorClass.MISSING_OBJECT) {
        throw error;
      }
      // The database cannot be visited any more; the others can.
      due.forEach(one -> missing(one.state(), NoPlan.OTHER_DATABASE));
    } finally {
      budget.spend(visit.serverNanos() - estimated[0]);
    }
  }

  private boolean explainAll(
      Reading reading, Visit visit, List<StatementStates.Due> due, long[] estimated)
      throws DatabaseException {
    // Only in sessions that are ours alone: the extension stays loaded in them.
    HypotheticalIndexes indexes =
        target.hasOwnPool() && config.helper() == null ? PreparedExplain.indexes(reading) : null;
    for (StatementStates.Due one : due) {
      long now = clock.nanoTime();
      StatementState.Text text = one.state().text(now, Long.MAX_VALUE);
      if (text == null || !budget.isLeft(now) || visit.isAbandoned() || visit.room() == 0) {
        return false;
      }
      try {
        PreparedExplain.Explained plan = explain.explain(reading, text, indexes);
        one.state().explained(now);
        metrics.add("explained", 1);
        tell(visit, one, plan, now);
      } catch (Refusal refusal) {
        missing(one.state(), refusal.reason());
      } finally {
        long took = clock.nanoTime() - now;
        budget.spend(took);
        estimated[0] += took;
      }
    }
    return true;
  }

  private void missing(StatementState state, NoPlan reason) {
    state.failed(reason, clock.nanoTime());
    metrics.add("missing_" + reason.code(), 1);
  }

  private void tell(
      Visit visit, StatementStates.Due one, PreparedExplain.Explained explained, long now) {
    String plan = explained.plan();
    long identity = PlanIdentity.of(plan);
    StatementState state = one.state();
    if (!state.isToBeTold(identity, now, config.repeat().toNanos())) {
      metrics.add("plans_unchanged", 1);
      return;
    }
    state.told(identity, now);
    told.add(new Told(state, identity));
    QueryRef query = state.query();
    DbEvent event =
        visit
            .emit(EventTypes.QUERY_PLAN)
            .set(Attributes.DB_SYSTEM_NAME, SYSTEM)
            .set(Attributes.DB_NAMESPACE, one.key().database())
            .set(StatementAttributes.QUERYID, Long.toString(one.key().id()))
            .set(Attributes.QUERY_IDENTIFIED_BY, "server")
            .setOrRemove(Attributes.DB_QUERY_TEXT, query.text())
            .setOrRemove(Attributes.DB_QUERY_SUMMARY, query.summary())
            .set(PlanAttributes.PLAN_SOURCE, ExplainProvider.NAME)
            .set(PlanAttributes.PLAN_PROVENANCE, RawPlan.Provenance.GENERIC.text())
            .set(PlanAttributes.PLAN_RECHECK, recheckSeconds)
            .set(PlanAttributes.PLAN_REPEAT, config.repeat().toMillis() / 1e3)
            .database(one.key().database());
    IndexTrial trial = explained.trial();
    if (trial != null) {
      event
          .set(
              PlanAttributes.INDEX_RELATION,
              trial.candidate().schema() + '.' + trial.candidate().relation())
          .setTexts(PlanAttributes.INDEX_COLUMNS, trial.candidate().columns())
          .set(PlanAttributes.INDEX_COST_BEFORE, trial.costBefore())
          .set(PlanAttributes.INDEX_COST_AFTER, trial.costAfter());
      metrics.add("indexes_tried", 1);
    }
    if (!query.fingerprint().isEmpty()) {
      event
          .set(Attributes.QUERY_FINGERPRINT, query.fingerprint())
          .set(Attributes.QUERY_TRUNCATED, query.truncated());
    }
    DbEvent unused =
        event.payload(
            Sensitive.of(
                "plan",
                new RawPlan(SYSTEM, RawPlan.Format.JSON, RawPlan.Provenance.GENERIC, plan, null)));
    metrics.add("plans_told", 1);
  }

  private void count() {
    metrics.set("statements", states.size());
    metrics.set("statements_evicted", (double) states.evictions());
    metrics.set("text_bytes", (double) states.bytes());
    metrics.set("server_seconds", budget.spentSeconds());
    Map<NoPlan, Integer> missing = states.missing();
    metrics.set(
        "statements_without_plan", missing.values().stream().mapToInt(Integer::intValue).sum());
  }
}
