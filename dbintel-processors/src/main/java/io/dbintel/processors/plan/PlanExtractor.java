package io.dbintel.processors.plan;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.sql.NormalizedSql;
import org.jspecify.annotations.Nullable;

/**
 * Replaces raw plans by what may be shown of them: fingerprints, numbers, and the plan without its
 * literals. A plan that cannot be read leaves its event without one and with the reason.
 *
 * <p>An explained plan that its statement was last met with, and that was sent not long ago, is
 * dropped: nothing changed. An executed one stays, because what it cost is new, and only its tree
 * is not sent again.
 */
final class PlanExtractor implements Processor {
  /** Why the event of a plan that is known goes no further. */
  static final String UNCHANGED = "plan_unchanged";

  private final PlanExtractorConfig config;
  private final ComponentContext context;
  private final PlanReader reader;
  private final FingerprintWriter fingerprints = new FingerprintWriter();
  private final PlanStatements statements = new PlanStatements();
  private final double resendSeconds;
  private final SentPlans sent;

  PlanExtractor(PlanExtractorConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
    this.reader = new PlanReader(config.limits());
    this.resendSeconds = config.resendAfter().toMillis() / 1e3;
    this.sent = new SentPlans(config.maxPlans(), config.resendAfter().toNanos());
  }

  @Override
  public void process(EventBatch batch) {
    for (DbEvent event : batch) {
      RawPlan raw = event.takePayload(RawPlan.class);
      if (raw != null) {
        replace(batch, event, raw);
      }
    }
    long forgotten = sent.takeForgotten();
    if (forgotten > 0) {
      context.metrics().add("plans_forgotten", forgotten);
    }
  }

  private void replace(EventBatch batch, DbEvent event, RawPlan raw) {
    event.set(PlanAttributes.PLAN_PROVENANCE, raw.provenance().text());
    QueryPlan plan;
    try {
      plan = reader.read(raw);
    } catch (UnreadablePlanException e) {
      event.set(PlanSummaryAttributes.MISSING, e.reason().text());
      context.metrics().add("plans_refused", 1);
      statement(event, raw, raw.statement());
      return;
    }
    context.metrics().add("plans_read", 1);
    PlanFingerprint fingerprint = fingerprints.write(plan);
    Sensitive<String> printed = plan.statement();
    statement(event, raw, printed == null ? raw.statement() : printed.reveal());
    if (plan.queryId() != null && !event.has(StatementAttributes.QUERYID)) {
      event.set(StatementAttributes.QUERYID, plan.queryId());
    }
    String statement = statementKey(event, raw);
    boolean known = sent.isCurrent(statement, fingerprint.plan());
    boolean again = sent.wasSent(statement, fingerprint.plan(), context.clock().nanoTime());
    if (known && again && raw.provenance() != RawPlan.Provenance.EXECUTED && !isSeldom(event)) {
      batch.drop(event, UNCHANGED);
      return;
    }
    double repeat = event.getDouble(PlanAttributes.PLAN_REPEAT, 0);
    if (repeat > 0 && !isSeldom(event)) {
      event.set(PlanAttributes.PLAN_REPEAT, repeat + resendSeconds);
    }
    event
        .set(PlanAttributes.PLAN_FINGERPRINT, fingerprint.plan())
        .set(PlanAttributes.PLAN_SHAPE, fingerprint.shape())
        .set(PlanSummaryAttributes.UNQUALIFIED, fingerprint.unqualified());
    PlanSummary.of(plan).writeTo(event);
    if (!again) {
      event.set(
          PlanSummaryAttributes.queryPlan(raw.system()),
          PlanTree.toJson(plan, config.maxTreeLength()));
    }
  }

  /**
   * Whether its source tells it again as seldom as is wanted here. Both times may be the same, and
   * what comes a moment early must not be dropped for another one.
   */
  private boolean isSeldom(DbEvent event) {
    return event.getDouble(PlanAttributes.PLAN_REPEAT, 0) >= resendSeconds;
  }

  /** Names the statement, unless whoever brought the plan did. */
  private void statement(DbEvent event, RawPlan raw, @Nullable String text) {
    if (text == null || event.has(Attributes.DB_QUERY_TEXT)) {
      return;
    }
    NormalizedSql normalized = statements.normalize(raw.system(), text);
    if (normalized == null) {
      context.metrics().add("statements_withheld", 1);
      return;
    }
    event.set(Attributes.DB_QUERY_TEXT, normalized.text());
    if (!event.has(Attributes.QUERY_FINGERPRINT)) {
      event.set(Attributes.QUERY_FINGERPRINT, normalized.fingerprint());
    }
  }

  private static String statementKey(DbEvent event, RawPlan raw) {
    String id = event.get(StatementAttributes.QUERYID);
    if (id == null) {
      id = event.get(Attributes.QUERY_FINGERPRINT);
    }
    return event.database() + '\n' + raw.provenance().text() + '\n' + (id == null ? "" : id);
  }
}
