package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.BatchTally;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Provenance;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.RecordingContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanExtractorTest {
  static final String PLAN =
      """
      {"Query Text": "select * from orders where status = 'secret'", "Plan":
        {"Node Type": "Sort", "Total Cost": 12.50, "Plan Rows": 10, "Actual Rows": 100,
         "Actual Loops": 1, "Actual Total Time": 8.0, "Sort Method": "external merge",
         "Sort Space Used": 2, "Sort Space Type": "Disk", "Sort Key": ["'secret'::text"],
         "Shared Hit Blocks": 5, "Shared Read Blocks": 7, "Temp Written Blocks": 3,
         "Plans": [{"Node Type": "Seq Scan", "Relation Name": "orders", "Schema": "public",
           "Alias": "orders", "Plan Rows": 100, "Actual Rows": 100, "Actual Loops": 2,
           "Filter": "(status = 'secret'::text)", "Rows Removed by Filter": 50}]},
       "JIT": {"Functions": 2, "Timing": {"Total": 2.5}}, "Execution Time": 10.0}
      """;

  private final ManualClock clock = new ManualClock();
  private final RecordingContext context =
      new RecordingContext("plan-extractor", clock, Vocabulary.core());
  private final PlanExtractor extractor =
      new PlanExtractor(PlanExtractorConfig.defaults(), context);
  private BatchTally tally = EventBatch.open("orders", "explain", 0, 1).takeTally();

  private double repeat;

  @Test
  void replacesThePlanByWhatMayBeShownOfIt() {
    DbEvent event = only(process(PLAN, Provenance.EXECUTED));
    assertThat(event.payload()).isNull();
    assertThat(event.get(PlanAttributes.PLAN_FINGERPRINT)).startsWith("p1:");
    assertThat(event.get(PlanAttributes.PLAN_SHAPE)).startsWith("h1:");
    assertThat(event.get(PlanAttributes.PLAN_PROVENANCE)).isEqualTo("executed");
    assertThat(event.get(Attributes.DB_QUERY_TEXT))
        .isEqualTo("select * from orders where status = ?");
    assertThat(event.get(PlanSummaryAttributes.QUERY_PLAN))
        .contains("(status = ?::text)")
        .doesNotContain("secret");
    assertThat(event.get(PlanAttributes.PLAN_OUTLINE))
        .containsExactly("Sort", "  Seq Scan on orders");
  }

  @Test
  void addsUpWhatHappened() {
    DbEvent event = only(process(PLAN, Provenance.EXECUTED));
    assertThat(event.getLong(PlanSummaryAttributes.NODES, -1)).isEqualTo(2);
    assertThat(event.getLong(PlanSummaryAttributes.DEPTH, -1)).isEqualTo(2);
    assertThat(event.getLong(PlanSummaryAttributes.SEQUENTIAL_SCANS, -1)).isEqualTo(1);
    assertThat(event.getLong(PlanSummaryAttributes.SEQUENTIAL_ROWS, -1)).isEqualTo(300);
    assertThat(event.getLong(PlanSummaryAttributes.ROWS_REMOVED, -1)).isEqualTo(100);
    assertThat(event.getLong(PlanSummaryAttributes.DISK_SORTS, -1)).isEqualTo(1);
    assertThat(event.getLong(PlanSummaryAttributes.DISK_SORT_BYTES, -1)).isEqualTo(2048);
    assertThat(event.getDouble(PlanSummaryAttributes.ESTIMATE_ERROR, -1)).isEqualTo(10);
    assertThat(event.getDouble(PlanSummaryAttributes.JIT_SHARE, -1)).isEqualTo(0.25);
    assertThat(event.getLong(PlanAttributes.PLAN_READ_BLOCKS, -1)).isEqualTo(7);
    assertThat(event.getLong(PlanAttributes.PLAN_TEMP_BLOCKS, -1)).isEqualTo(3);
    assertThat(event.getDouble(PlanAttributes.PLAN_EXECUTION_DURATION, -1)).isEqualTo(0.01);
  }

  @Test
  void dropsAnExplainedPlanThatDidNotChange() {
    assertThat(process(PLAN, Provenance.GENERIC)).hasSize(1);
    assertThat(process(PLAN, Provenance.GENERIC)).isEmpty();
    assertThat(tally.dropped().keySet())
        .extracting(BatchTally.Cause::reason)
        .containsExactly(PlanExtractor.UNCHANGED);
    clock.advance(Duration.ofHours(1));
    assertThat(process(PLAN, Provenance.GENERIC)).hasSize(1);
  }

  /** The two times are the same by default, and a moment too early must not cost another hour. */
  @Test
  void dropsNoPlanThatItsSourceRepeatsAsSeldom() {
    repeat = 3_600;
    assertThat(process(PLAN, Provenance.GENERIC)).hasSize(1);
    clock.advance(Duration.ofSeconds(3_599));
    DbEvent again = only(process(PLAN, Provenance.GENERIC));
    assertThat(again.getDouble(PlanAttributes.PLAN_REPEAT, 0)).isEqualTo(3_600);
  }

  @Test
  void saysHowLongAPlanIsSilentIfItDropsWhatItsSourceRepeats() {
    repeat = 600;
    DbEvent first = only(process(PLAN, Provenance.GENERIC));
    assertThat(first.getDouble(PlanAttributes.PLAN_REPEAT, 0)).isEqualTo(4_200);
    assertThat(process(PLAN, Provenance.GENERIC)).isEmpty();
  }

  @Test
  void tellsEachChangeBetweenPlans() {
    String other = PLAN.replace("Seq Scan", "Index Scan");
    assertThat(process(PLAN, Provenance.GENERIC)).hasSize(1);
    assertThat(process(other, Provenance.GENERIC)).hasSize(1);
    DbEvent back = only(process(PLAN, Provenance.GENERIC));
    assertThat(back.has(PlanSummaryAttributes.QUERY_PLAN)).isFalse();
    assertThat(process(PLAN, Provenance.GENERIC)).isEmpty();
  }

  @Test
  void tellsEveryExecutionAndItsTreeOnce() {
    process(PLAN, Provenance.EXECUTED);
    DbEvent second = only(process(PLAN, Provenance.EXECUTED));
    assertThat(second.has(PlanSummaryAttributes.QUERY_PLAN)).isFalse();
    assertThat(second.has(PlanAttributes.PLAN_FINGERPRINT)).isTrue();
  }

  @Test
  void keepsTheEventOfAPlanThatCannotBeReadAndSaysWhy() {
    DbEvent event = only(process("[{\"Plan\": {\"Filter\": \"secret", Provenance.EXECUTED));
    assertThat(event.payload()).isNull();
    assertThat(event.get(PlanSummaryAttributes.MISSING)).isEqualTo("malformed");
    assertThat(event.has(PlanAttributes.PLAN_FINGERPRINT)).isFalse();
  }

  /** A double quote is a string's in MySQL, and a name's in PostgreSQL. */
  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void readsAStatementAsTheProductDoes(String system) {
    String plan =
        """
        {"query_block": {"select_id": 1, "table": {"table_name": "customers", "access_type": "ALL"}}}
        """;
    DbEvent event = only(process(system, plan, "select * from customers where name = \"secret\""));
    assertThat(event.get(Attributes.DB_QUERY_TEXT))
        .isEqualTo("select * from customers where name = ?");
    assertThat(event.get(PlanSummaryAttributes.MYSQL_QUERY_PLAN)).contains("customers");
    assertThat(event.has(PlanSummaryAttributes.QUERY_PLAN)).isFalse();
  }

  @Test
  void withholdsAStatementOfWhichNobodyKnowsWhereItsLiteralsEnd() {
    String twofold = "select * from customers where a = '\\' and b = 'secret'";
    for (String system : List.of("mysql", "mariadb", "unheard-of")) {
      DbEvent event = only(process(system, "{", twofold));
      assertThat(event.has(Attributes.DB_QUERY_TEXT)).isFalse();
      assertThat(event.has(Attributes.QUERY_FINGERPRINT)).isFalse();
    }
    DbEvent plain = only(process("mysql", "{", "select 'a\\nb'"));
    assertThat(plain.get(Attributes.DB_QUERY_TEXT)).isEqualTo("select ?");
  }

  private static DbEvent only(List<DbEvent> events) {
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private List<DbEvent> process(String plan, Provenance provenance) {
    return process(new RawPlan("postgresql", RawPlan.Format.UNKNOWN, provenance, plan, null));
  }

  private List<DbEvent> process(String system, String plan, String statement) {
    return process(
        new RawPlan(system, RawPlan.Format.UNKNOWN, Provenance.EXECUTED, plan, statement));
  }

  private List<DbEvent> process(RawPlan raw) {
    EventBatch.Control control = EventBatch.open("orders", "explain", clock.epochNanos(), 100);
    DbEvent event = control.collect(EventTypes.QUERY_PLAN, clock.epochNanos());
    event.set(StatementAttributes.QUERYID, "42").payload(Sensitive.of("plan", raw));
    if (repeat > 0) {
      event.set(PlanAttributes.PLAN_REPEAT, repeat);
    }
    control.enterStage("plan-extractor");
    extractor.process(control.batch());
    tally = control.takeTally();
    return control.close();
  }
}
