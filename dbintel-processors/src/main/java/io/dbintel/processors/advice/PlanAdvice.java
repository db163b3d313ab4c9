package io.dbintel.processors.advice;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.sql.NormalizedSql;
import io.dbintel.processors.plan.PlanReader;
import io.dbintel.processors.plan.PlanStatements;
import io.dbintel.processors.plan.QueryPlan;
import io.dbintel.processors.plan.UnreadablePlanException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the plans of executions before they are replaced, at few of each statement, and adds
 * what can be done about them in its next tick. It leaves the plans where they are.
 */
final class PlanAdvice implements Processor {
  private static final int MAX_NAME = 256;
  private static final int MAX_WAITING = 200;

  private final PlanAdviceConfig config;
  private final ComponentContext context;
  private final PlanAdvisor advisor = new PlanAdvisor();
  private final PlanReader reader = new PlanReader();
  private final PlanStatements statements = new PlanStatements();

  /** When a statement was looked at, and when it was told what; the oldest first. */
  private final Map<String, Long> told = new LinkedHashMap<>();

  private final int maxTold;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private record Waiting(
      Advice advice,
      String system,
      String database,
      AttrKey<String> named,
      String statement,
      double seconds,
      @Nullable TriedIndex index) {}

  PlanAdvice(PlanAdviceConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
    this.maxTold = config.maxStatements() * 2;
  }

  @Override
  public void process(EventBatch batch) {
    for (DbEvent event : batch) {
      Sensitive<?> payload = event.payload();
      if (event.type().equals(EventTypes.QUERY_PLAN)
          && payload != null
          && payload.reveal() instanceof RawPlan raw
          && raw.provenance() == RawPlan.Provenance.EXECUTED) {
        look(event, raw);
      }
      TriedIndex index = event.type().equals(EventTypes.QUERY_PLAN) ? TriedIndex.of(event) : null;
      if (index != null) {
        take(event, index);
      }
    }
  }

  private void look(DbEvent event, RawPlan raw) {
    String named = event.get(StatementAttributes.QUERYID);
    if (named != null && !mayLook(event, named)) {
      return;
    }
    QueryPlan plan;
    try {
      plan = reader.read(raw);
    } catch (UnreadablePlanException unreadable) {
      // The stage that replaces it says so.
      return;
    }
    String queryId = named == null ? plan.queryId() : named;
    String statement = queryId == null ? fingerprint(raw.system(), plan) : queryId;
    if (statement == null || (named == null && !mayLook(event, statement))) {
      return;
    }
    context.metrics().add("plans_looked_at", 1);
    for (Advice advice : advisor.advise(plan)) {
      // What nobody can tell the gain of has thresholds of its own.
      if (!(advice.gain() < config.minGain())
          && isDue(key(event, statement) + '\n' + advice.rule(), config.repeat().toNanos())) {
        await(
            new Waiting(
                advice,
                raw.system(),
                event.database(),
                queryId == null ? Attributes.QUERY_FINGERPRINT : StatementAttributes.QUERYID,
                statement,
                NodeFact.seconds(plan),
                null));
      }
    }
  }

  /** What was tried proves more than a measured plan: it is told beside it. */
  private void take(DbEvent event, TriedIndex index) {
    String queryId = event.get(StatementAttributes.QUERYID);
    String system = event.get(Attributes.DB_SYSTEM_NAME);
    Advice advice = index.advice();
    if (queryId != null
        && system != null
        && queryId.length() <= MAX_NAME
        && event.database().length() <= MAX_NAME
        && advice.gain() >= config.minGain()
        && isDue(key(event, queryId) + "\ntried_index", config.repeat().toNanos())) {
      await(
          new Waiting(
              advice,
              system,
              event.database(),
              StatementAttributes.QUERYID,
              queryId,
              Double.NaN,
              index));
    }
  }

  /** Of a statement whose id nobody told. */
  private @Nullable String fingerprint(String system, QueryPlan plan) {
    Sensitive<String> text = plan.statement();
    NormalizedSql read = text == null ? null : statements.normalize(system, text.reveal());
    return read == null ? null : read.fingerprint();
  }

  private boolean mayLook(DbEvent event, String queryId) {
    return queryId.length() <= MAX_NAME
        && event.database().length() <= MAX_NAME
        && isDue(key(event, queryId), config.every().toNanos());
  }

  private static String key(DbEvent event, String queryId) {
    return event.database() + '\n' + queryId;
  }

  /** Whether it was not done for so long; if so, it counts as done now. */
  private boolean isDue(String what, long afterNanos) {
    long now = context.clock().nanoTime();
    @Nullable Long at = told.get(what);
    if (at != null && now - at < afterNanos) {
      return false;
    }
    told.remove(what);
    told.put(what, now);
    if (told.size() > maxTold) {
      var oldest = told.keySet().iterator();
      oldest.next();
      oldest.remove();
      context.metrics().add("advice_forgotten", 1);
    }
    return true;
  }

  private void await(Waiting advice) {
    if (waiting.size() >= MAX_WAITING) {
      context.metrics().add("advice_lost", 1);
      return;
    }
    waiting.add(advice);
  }

  @Override
  public void tick(EventBatch empty) {
    tell(empty);
  }

  @Override
  public void drain(EventBatch last) {
    tell(last);
  }

  private void tell(EventBatch batch) {
    while (!waiting.isEmpty()) {
      Waiting next = waiting.remove();
      DbEvent event =
          batch
              .add(EventTypes.FINDING)
              .database(next.database())
              .set(Attributes.DB_SYSTEM_NAME, next.system())
              .set(next.named(), next.statement())
              .set(Attributes.FINDING_CODE, next.advice().rule())
              .set(Attributes.FINDING_MESSAGE, next.advice().message())
              .set(Attributes.FINDING_REMEDY, next.advice().remedy());
      if (!Double.isNaN(next.advice().gain())) {
        event.set(AdviceAttributes.GAIN, next.advice().gain());
      }
      if (!Double.isNaN(next.seconds())) {
        event.set(AdviceAttributes.DURATION, next.seconds());
      }
      if (next.index() != null) {
        next.index().writeTo(event);
      }
      if (!next.database().isEmpty()) {
        event.set(Attributes.DB_NAMESPACE, next.database());
      }
      if (!next.advice().relation().isEmpty()) {
        event.set(AdviceAttributes.RELATION, next.advice().relation());
      }
    }
  }
}
