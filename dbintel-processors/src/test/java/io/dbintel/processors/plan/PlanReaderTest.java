package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.event.RawPlan;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import org.junit.jupiter.api.Test;

final class PlanReaderTest {
  private static final String JSON =
      """
      [{"Plan": {"Node Type": "Hash Join", "Join Type": "Left", "Total Cost": 12.50,
         "Plan Rows": 3, "Actual Rows": 2.50, "Actual Loops": 2, "Actual Total Time": 1.250,
         "Shared Hit Blocks": 0, "Hash Cond": "(o.id = l.id)",
         "Output": ["secret"], "Brand New Key": {"a": ["topsecret"]},
         "Plans": [
           {"Node Type": "Seq Scan", "Relation Name": "orders", "Schema": "public", "Alias": "o",
            "Filter": "(status = 'topsecret'::text)"},
           {"Node Type": "Hash", "Plans": [
             {"Node Type": "Index Scan", "Index Name": "lines_pkey", "Alias": "l"}]}]},
        "Settings": {"work_mem": "64MB", "search_path": "top, secret"},
        "Query Identifier": -42, "Planning Time": 0.5, "Execution Time": 2.5}]
      """;

  private final PlanReader reader = new PlanReader();

  @Test
  void readsTheTreeOfAPlan() throws UnreadablePlanException {
    QueryPlan plan = reader.read(JSON);
    assertThat(plan.nodes())
        .extracting(PlanNode::operator)
        .containsExactly("Hash Join", "Seq Scan", "Hash", "Index Scan");
    assertThat(plan.root().children())
        .extracting(PlanNode::operator)
        .containsExactly("Seq Scan", "Hash");
    assertThat(plan.depth()).isEqualTo(3);
    PlanNode last = plan.nodes().get(3);
    assertThat(last.depth()).isEqualTo(3);
    assertThat(last.parent()).isSameAs(plan.nodes().get(2));
    assertThat(last.indexName()).isEqualTo("lines_pkey");
  }

  @Test
  void readsNumbersOfNodesAndOfTheWhole() throws UnreadablePlanException {
    QueryPlan plan = reader.read(JSON);
    PlanNode root = plan.root();
    assertThat(root.totalCost()).isEqualTo(12.5);
    assertThat(root.actualRows()).isEqualTo(2.5);
    assertThat(root.totalRows()).isEqualTo(5);
    assertThat(root.totalSeconds()).isEqualTo(0.0025);
    assertThat(root.has(PlanKey.SHARED_HIT_BLOCKS)).isFalse();
    assertThat(plan.executionSeconds()).isEqualTo(0.0025);
    assertThat(plan.queryId()).isEqualTo("-42");
  }

  @Test
  void keepsNoLiteral() throws UnreadablePlanException {
    QueryPlan plan = reader.read(JSON);
    assertThat(plan.nodes().get(1).text(PlanKey.FILTER)).isEqualTo("(status = ?::text)");
    assertThat(plan.facts().texts(PlanKey.SETTINGS))
        .containsExactly("work_mem = 64MB", "search_path = ?");
  }

  @Test
  void countsWhatItDoesNotKnowAndKeepsItsNameOnly() throws UnreadablePlanException {
    QueryPlan plan = reader.read(JSON);
    assertThat(plan.unknownKeys()).isEqualTo(1);
    assertThat(plan.root().texts(PlanKey.UNKNOWN)).containsExactly("Brand New Key");
  }

  @Test
  void readsBareNodesAndTheObjectOfAutoExplain() throws UnreadablePlanException {
    QueryPlan bare = reader.read("{\"Alias\": \"t\", \"Node Type\": \"Seq Scan\"}");
    assertThat(bare.root().alias()).isEqualTo("t");
    QueryPlan logged =
        reader.read("{\"Query Text\": \"select 'x'\", \"Plan\": {\"Node Type\": \"Result\"}}");
    assertThat(logged.statement()).isNotNull().hasToString("Sensitive[statement of a plan]");
    assertThat(logged.root().operator()).isEqualTo("Result");
  }

  @Test
  void refusesWhatIsTooDeepTooLargeOrBroken() {
    PlanReader small = new PlanReader(new PlanLimits(3, 2048));
    assertRefused(small, nested(4), Reason.TOO_DEEP);
    assertRefused(small, " ".repeat(2049), Reason.TOO_LARGE);
    assertRefused(reader, JSON.substring(0, 300), Reason.MALFORMED);
    assertRefused(reader, "{\"a\": 1}", Reason.NOT_A_PLAN);
    assertRefused(reader, "[1]", Reason.NOT_A_PLAN);
    assertRefused(reader, "  \n ", Reason.EMPTY);
    assertRefused(reader, "nothing of the kind", Reason.NOT_A_PLAN);
    assertRefused(
        reader, "[{\"Plan\": {\"Node Type\": \"Result\"}}] {\"Plan\": {}}", Reason.MALFORMED);
  }

  @Test
  void readsAPlanAsDeepAsTheLimit() throws UnreadablePlanException {
    assertThat(reader.read(nested(1000)).depth()).isEqualTo(1000);
    assertRefused(reader, nested(1001), Reason.TOO_DEEP);
  }

  @Test
  void survivesGroupsNestedWithoutSense() throws UnreadablePlanException {
    String groups = "{\"Workers\": [".repeat(900) + "{}" + "]}".repeat(900);
    QueryPlan plan =
        reader.read("{\"Plan\": {\"Node Type\": \"Sort\", \"Planning\": " + groups + "}}");
    assertThat(plan.unknownKeys()).isEqualTo(1);
  }

  @Test
  void refusesPlansOfProductsItDoesNotRead() {
    RawPlan raw = new RawPlan("oracle", RawPlan.Format.JSON, RawPlan.Provenance.CUSTOM, JSON, null);
    assertThatThrownBy(() -> reader.read(raw))
        .isInstanceOfSatisfying(
            UnreadablePlanException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED));
  }

  private static String nested(int depth) {
    return "{\"Plan\": "
        + "{\"Node Type\": \"Limit\", \"Plans\": [".repeat(depth - 1)
        + "{\"Node Type\": \"Result\"}"
        + "]}".repeat(depth - 1)
        + "}";
  }

  private static void assertRefused(PlanReader reader, String plan, Reason reason) {
    assertThatThrownBy(() -> reader.read(plan))
        .isInstanceOfSatisfying(
            UnreadablePlanException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
