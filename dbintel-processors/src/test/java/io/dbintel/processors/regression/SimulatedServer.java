package io.dbintel.processors.regression;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.processors.plan.PlanSummaryAttributes;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.RecordingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The stage behind a server that lives minute by minute. Not thread-safe. */
final class SimulatedServer {
  private static final int LIMIT = 10_000;

  private final ManualClock clock = new ManualClock();
  private final RecordingContext context =
      new RecordingContext(
          "server/plan-regression",
          clock,
          Vocabulary.core().toBuilder()
              .attributes(new PlanRegressionProvider().attributes())
              .attributes(PlanSummaryAttributes.all())
              .build());
  private final PlanRegression stage;
  private final List<DbEvent> findings = new ArrayList<>();

  SimulatedServer(PlanRegressionConfig config) {
    stage = new PlanRegression(config, context);
  }

  PlanRegression stage() {
    return stage;
  }

  RecordingContext context() {
    return context;
  }

  ManualClock clock() {
    return clock;
  }

  /** A minute: what was read in it goes through the stage. */
  void minute(Consumer<EventBatch.Control> reading) {
    pass(Duration.ofMinutes(1), reading);
  }

  void pass(Duration time, Consumer<EventBatch.Control> reading) {
    clock.advance(time);
    EventBatch.Control batch = EventBatch.open("server", "statements", clock.epochNanos(), LIMIT);
    reading.accept(batch);
    stage.process(batch.batch());
    EventBatch.Control tick =
        EventBatch.open("server", "plan-regression", clock.epochNanos(), LIMIT);
    stage.tick(tick.batch());
    findings.addAll(tick.close());
  }

  /** All that was found so far. */
  List<DbEvent> findings() {
    return findings;
  }

  List<DbEvent> findings(String code) {
    return findings.stream()
        .filter(event -> code.equals(event.get(Attributes.FINDING_CODE)))
        .toList();
  }

  /** The codes found of a statement, without those of the kinds that say nothing of cost. */
  List<String> verdicts(String queryId) {
    return findings.stream()
        .filter(event -> queryId.equals(event.get(StatementAttributes.QUERYID)))
        .map(event -> Objects.requireNonNull(event.get(Attributes.FINDING_CODE)))
        .filter(code -> !code.equals("plan_changed") && !code.equals("insufficient_data"))
        .toList();
  }

  void interval(EventBatch.Control batch, String queryId, Workload work, double seconds) {
    if (work.calls > 0) {
      DbEvent unused =
          batch
              .collect(EventTypes.TOP_QUERY, clock.epochNanos())
              .database("shop")
              .set(StatementAttributes.QUERYID, queryId)
              .set(Attributes.STATEMENT_INTERVAL, seconds)
              .set(StatementAttributes.CALLS, work.calls)
              .set(StatementAttributes.TOTAL_EXEC_TIME, work.seconds)
              .set(StatementAttributes.SHARED_BLKS_HIT, (long) work.hit)
              .set(StatementAttributes.SHARED_BLKS_READ, (long) work.read)
              .set(StatementAttributes.TEMP_BLKS_READ, (long) work.temp)
              .set(StatementAttributes.ROWS, (long) work.rows);
    }
  }

  void explained(EventBatch.Control batch, String queryId, String plan) {
    DbEvent unused = plan(batch, queryId, plan).set(PlanAttributes.PLAN_PROVENANCE, "generic");
  }

  DbEvent executed(EventBatch.Control batch, String queryId, String plan, double seconds) {
    return plan(batch, queryId, plan)
        .set(PlanAttributes.PLAN_PROVENANCE, "executed")
        .set(PlanAttributes.PLAN_EXECUTION_DURATION, seconds);
  }

  static void set(DbEvent event, List<String> outline) {
    DbEvent unused = event.setTexts(PlanAttributes.PLAN_OUTLINE, outline);
  }

  DbEvent plan(EventBatch.Control batch, String queryId, String plan) {
    return batch
        .collect(EventTypes.QUERY_PLAN, clock.epochNanos())
        .database("shop")
        .set(StatementAttributes.QUERYID, queryId)
        .set(PlanAttributes.PLAN_FINGERPRINT, plan)
        .set(PlanAttributes.PLAN_SHAPE, "shape of " + plan);
  }
}
