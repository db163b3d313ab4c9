package io.dbintel.processors.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.RecordingContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How often advice is given, and of what. */
final class PlanAdviceTest {
  private final ManualClock clock = new ManualClock();
  private final RecordingContext context =
      new RecordingContext("orders/plan-advice", clock, Vocabulary.core());
  private final PlanAdvice stage = new PlanAdvice(PlanAdviceConfig.defaults(), context);

  private List<DbEvent> advice(String queryId, RawPlan.Provenance provenance, String plan) {
    return advice(queryId, new RawPlan("postgresql", RawPlan.Format.JSON, provenance, plan, null));
  }

  private List<DbEvent> advice(String queryId, RawPlan plan) {
    EventBatch.Control batch = EventBatch.open("orders", "logs", clock.epochNanos(), 100);
    DbEvent event =
        batch
            .collect(EventTypes.QUERY_PLAN, clock.epochNanos())
            .database("shop")
            .setOrRemove(StatementAttributes.QUERYID, queryId.isEmpty() ? null : queryId)
            .payload(Sensitive.of("plan", plan));
    stage.process(batch.batch());
    assertThat(event.payload()).isNotNull();
    EventBatch.Control tick = EventBatch.open("orders", "tick", clock.epochNanos(), 100);
    stage.tick(tick.batch());
    return tick.close();
  }

  private List<DbEvent> executed(String queryId) {
    return advice(queryId, RawPlan.Provenance.EXECUTED, PlanAdvisorTest.text("missing_index"));
  }

  @Test
  void adviceIsAFindingOfItsStatementAndLeavesThePlanToOthers() {
    DbEvent advice = executed("1").get(0);

    assertThat(advice.type()).isEqualTo(EventTypes.FINDING);
    assertThat(advice.priority()).isEqualTo(Priority.FINDING);
    assertThat(advice.get(Attributes.FINDING_CODE)).isEqualTo("missing_index");
    assertThat(advice.get(StatementAttributes.QUERYID)).isEqualTo("1");
    assertThat(advice.get(AdviceAttributes.RELATION)).isEqualTo("public.orders");
    assertThat(advice.getDouble(AdviceAttributes.GAIN, 0)).isGreaterThan(0.9);
    assertThat(advice.getDouble(AdviceAttributes.DURATION, 0)).isPositive();
  }

  /** With the options that are the default: what is never told would be no rule. */
  @ParameterizedTest
  @MethodSource("io.dbintel.processors.advice.PlanAdvisorTest#codes")
  void eachRuleIsToldOnThePlanThatWasMadeForIt(String code) {
    for (RawPlan plan : PlanAdvisorTest.printed(code)) {
      assertThat(advice(code + plan.system(), plan))
          .as(plan.system())
          .extracting(event -> event.get(Attributes.FINDING_CODE))
          .contains(code);
    }
  }

  @Test
  void staleStatisticsAreToldOfATableThatIsNotAllOfThePlan() {
    String plan =
        """
        {"Plan": {"Node Type": "Sort", "Plan Rows": 10, "Actual Rows": 5000, "Actual Loops": 1,
          "Actual Total Time": 9.0, "Plans": [
           {"Node Type": "Seq Scan", "Relation Name": "orders", "Schema": "public", "Plan Rows": 10,
            "Actual Rows": 5000, "Actual Loops": 1, "Actual Total Time": 2.0}]},
         "Execution Time": 10.0}
        """;
    List<DbEvent> told = advice("1", RawPlan.Provenance.EXECUTED, plan);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).get(Attributes.FINDING_CODE)).isEqualTo("stale_statistics");
    assertThat(told.get(0).has(AdviceAttributes.GAIN)).isFalse();
  }

  @Test
  void adviceOnAStatementWithoutAnIdNamesItByItsText() {
    String plan = PlanAdvisorTest.text("missing_index");
    String named = "{\"Query Text\": \"select 1\"," + plan.strip().replaceFirst("^\\[?\\s*\\{", "");
    String text = named.endsWith("]") ? named.substring(0, named.length() - 1) : named;
    DbEvent advice = advice("", RawPlan.Provenance.EXECUTED, text).get(0);

    assertThat(advice.has(StatementAttributes.QUERYID)).isFalse();
    assertThat(advice.get(Attributes.QUERY_FINGERPRINT)).startsWith("s1:");
  }

  @Test
  void anIndexThatWasTriedIsToldWithWhatItSaves() {
    EventBatch.Control batch = EventBatch.open("orders", "explain", clock.epochNanos(), 100);
    for (double after : new double[] {8, 790, 800}) {
      DbEvent unused =
          batch
              .collect(EventTypes.QUERY_PLAN, clock.epochNanos())
              .database("shop")
              .set(Attributes.DB_SYSTEM_NAME, "postgresql")
              .set(StatementAttributes.QUERYID, "id " + after)
              .set(PlanAttributes.INDEX_RELATION, "public.orders")
              .setTexts(PlanAttributes.INDEX_COLUMNS, List.of("customer", "at"))
              .set(PlanAttributes.INDEX_COST_BEFORE, 800.0)
              .set(PlanAttributes.INDEX_COST_AFTER, after);
    }
    stage.process(batch.batch());
    stage.process(batch.batch());
    EventBatch.Control tick = EventBatch.open("orders", "tick", clock.epochNanos(), 100);
    stage.tick(tick.batch());

    // What saves less than a tenth, or nothing, is not told; nor is anything twice.
    List<DbEvent> told = tick.close();
    assertThat(told).hasSize(1);
    DbEvent advice = told.get(0);
    assertThat(advice.get(Attributes.FINDING_CODE)).isEqualTo("missing_index");
    assertThat(advice.get(Attributes.FINDING_MESSAGE))
        .contains("public.orders (customer, at)", "8 for the whole instead of 800");
    assertThat(advice.getDouble(AdviceAttributes.GAIN, 0)).isEqualTo(0.99);
    assertThat(advice.getDouble(PlanAttributes.INDEX_COST_BEFORE, 0)).isEqualTo(800);
    assertThat(advice.getDouble(PlanAttributes.INDEX_COST_AFTER, 0)).isEqualTo(8);
  }

  @Test
  void aPieceOfAdviceOnAStatementIsGivenOnceADay() {
    assertThat(executed("1")).hasSize(1);
    assertThat(executed("1")).isEmpty();
    clock.advance(Duration.ofHours(1));
    assertThat(executed("1")).isEmpty();
    assertThat(executed("2")).hasSize(1);
    clock.advance(Duration.ofHours(24));
    assertThat(executed("1")).hasSize(1);
  }

  @Test
  void fewPlansOfAStatementAreLookedAt() {
    for (int i = 0; i < 100; i++) {
      executed("1");
    }
    assertThat(context.number("plans_looked_at")).isEqualTo(1);
  }

  @Test
  void ofAPlanThatWasNotExecutedNothingIsSaid() {
    assertThat(advice("1", RawPlan.Provenance.GENERIC, PlanAdvisorTest.text("missing_index")))
        .isEmpty();
  }

  @Test
  void whatWasSaidIsRememberedOfSoManyStatementsAndNoMore() {
    String fine = PlanAdvisorTest.text("nothing_to_say");
    for (int i = 0; i < 30_000; i++) {
      List<DbEvent> unused = advice("q" + i, RawPlan.Provenance.EXECUTED, fine);
    }
    assertThat(context.number("advice_forgotten")).isEqualTo(10_000);
  }
}
