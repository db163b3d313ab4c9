package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlanTreeTest {
  private final PlanReader reader = new PlanReader();

  @Test
  void isReadAgainAsTheSamePlan() throws UnreadablePlanException {
    QueryPlan plan =
        reader.read(
            """
            [{"Plan": {"Node Type": "Append", "Total Cost": 1.5, "Parallel Aware": true,
               "Workers": [{"Worker Number": 0, "Actual Rows": 3}],
               "Plans": [
                 {"Node Type": "Hash", "Plans": [{"Node Type": "Result"}]},
                 {"Node Type": "Seq Scan", "Relation Name": "a\\"b\\u0007", "Filter": "(x = 'y')",
                  "Sort Key": ["a", "b"]}]},
              "Settings": {"work_mem": "64MB"}, "Query Identifier": -7,
              "Planning Time": 0.125}]
            """);
    String json = PlanTree.toJson(plan, 10_000);
    assertThat(json).contains("\"Filter\":\"(x = ?)\"").contains("\"Parallel Aware\":true");
    QueryPlan again = reader.read(json);
    assertThat(PlanTree.toJson(again, 10_000)).isEqualTo(json);
    assertThat(PlanFingerprint.of(again)).isEqualTo(PlanFingerprint.of(plan));
    assertThat(again.planningSeconds()).isEqualTo(plan.planningSeconds());
    assertThat(again.queryId()).isEqualTo("-7");
  }

  @Test
  void leavesOutWholeNodesWhereThereIsNoRoom() throws UnreadablePlanException {
    String plan =
        "{\"Plan\": "
            + "{\"Node Type\": \"Nested Loop\", \"Plans\": [{\"Node Type\": \"Result\"},".repeat(99)
            + "{\"Node Type\": \"Limit\"}"
            + "]}".repeat(99)
            + "}";
    String json = PlanTree.toJson(reader.read(plan), 2000);
    assertThat(json.length()).isLessThanOrEqualTo(2000);
    QueryPlan cut = reader.read(json);
    int written = cut.nodes().size();
    assertThat(written).isGreaterThan(20).isLessThan(199);
    assertThat(json).endsWith(",\"Nodes Left Out\":" + (199 - written) + "}");
  }

  @Test
  void leavesOutARootThatIsTooLargeButForItsOperator() throws UnreadablePlanException {
    String filter = "(" + "a = b AND ".repeat(200) + "c = d)";
    String plan = "{\"Plan\": {\"Node Type\": \"Result\", \"Filter\": \"" + filter + "\"}}";
    assertThat(PlanTree.toJson(reader.read(plan), 1024))
        .isEqualTo("{\"Plan\":{\"Node Type\":\"Result\"}}");
  }
}
