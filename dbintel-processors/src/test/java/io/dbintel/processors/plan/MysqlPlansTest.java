package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.core.event.RawPlan.Provenance;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MysqlPlansTest {
  private final PlanReader reader = new PlanReader();

  private QueryPlan read(String system, String plan) throws UnreadablePlanException {
    return reader.read(new RawPlan(system, Format.UNKNOWN, Provenance.CUSTOM, plan, null));
  }

  private static List<String> operators(QueryPlan plan) {
    return plan.nodes().stream().map(node -> node.depth() + " " + node.operator()).toList();
  }

  @Test
  void theFirstVersionOfMysqlsJson() throws Exception {
    QueryPlan plan =
        read(
            "mysql",
            """
            {"query_block": {"select_id": 1, "cost_info": {"query_cost": "12.50"},
             "ordering_operation": {"using_temporary_table": true, "using_filesort": true,
              "nested_loop": [
               {"table": {"table_name": "o", "access_type": "ALL", "possible_keys": ["by_customer"],
                 "rows_examined_per_scan": 100, "rows_produced_per_join": 10, "filtered": "10.00",
                 "cost_info": {"read_cost": "9.25", "prefix_cost": "10.25"},
                 "attached_condition": "((`shop`.`o`.`note` = 'hunter2\\\\'') and (`shop`.`o`.`n` > 5))"}},
               {"table": {"table_name": "<derived2>", "access_type": "eq_ref", "key": "PRIMARY",
                 "used_key_parts": ["id"], "using_index": true, "rows_examined_per_scan": 1,
                 "materialized_from_subquery": {"using_temporary_table": true, "dependent": false,
                  "query_block": {"select_id": 2, "message": "No tables used"}}}}]}}}
            """);
    assertThat(operators(plan))
        .containsExactly(
            "1 Query block",
            "2 Order",
            "3 Nested loop join",
            "4 Table scan",
            "4 Single-row index lookup",
            "5 Materialize",
            "6 Query block");
    PlanNode scan = plan.nodes().get(3);
    assertThat(scan.relation()).isEqualTo("o");
    assertThat(scan.estimatedRows()).isEqualTo(100);
    assertThat(scan.totalCost()).isEqualTo(10.25);
    assertThat(scan.number(PlanKey.FILTERED, 0)).isEqualTo(10);
    assertThat(scan.text(PlanKey.FILTER)).doesNotContain("hunter2").contains("note");
    assertThat(plan.nodes().get(4).relation()).isEqualTo("<derived>");
    assertThat(plan.nodes().get(6).text(PlanKey.MESSAGE)).isEqualTo("No tables used");
    assertThat(plan.root().totalCost()).isEqualTo(12.5);
    assertThat(plan.nodes().get(1).flag(PlanKey.USING_FILESORT)).isTrue();
    assertThat(plan.unknownKeys()).isZero();
  }

  @Test
  void theSecondVersionRepeatsItsLiteralsAndShowsNone() throws Exception {
    String node =
        """
        "operation": "Filter: (o.note = 'hunter2')", "access_type": "filter",
        "condition": "(o.note = 'hunter2')", "estimated_rows": 3.5, "estimated_total_cost": 4.25,
        "actual_rows": 2.0, "actual_loops": 1, "actual_first_row_ms": 0.5, "actual_last_row_ms": 1.5,
        "inputs": [{"operation": "Index lookup on o using by_customer (customer_id=4711)",
          "access_type": "index", "index_access_type": "index_lookup", "table_name": "o",
          "schema_name": "shop", "index_name": "by_customer", "covering": false,
          "lookup_condition": "customer_id=4711", "ranges": ["(customer_id = 4711)"]}]
        """;
    String query = "\"query\": \"select * from o where note = 'hunter2'\"";
    for (String plan :
        List.of(
            "{" + query + ",\"query_plan\": {" + node + "}, \"json_schema_version\": \"2.0\"}",
            "{" + query + "," + node + ",\"query_type\": \"select\"}")) {
      QueryPlan read = read("mysql", plan);
      assertThat(operators(read)).containsExactly("1 Filter", "2 Index lookup");
      assertThat(read.root().actualSeconds()).isEqualTo(0.0015);
      assertThat(read.nodes().get(1).schema()).isEqualTo("shop");
      assertThat(read.nodes().get(1).indexName()).isEqualTo("by_customer");
      assertThat(read.unknownKeys()).isZero();
      for (PlanNode each : read.nodes()) {
        for (PlanKey key : each.keys()) {
          assertThat(String.valueOf(each.text(key)))
              .doesNotContain("hunter2")
              .doesNotContain("4711");
        }
      }
    }
  }

  @Test
  void mariadbNamesATableTwiceInOneObjectAndMeansTwo() throws Exception {
    QueryPlan plan =
        read(
            "mariadb",
            """
            {"query_optimization": {"r_total_time_ms": 0.1},
             "query_block": {"select_id": 1, "r_loops": 1, "r_total_time_ms": 2.5,
              "table": {"table_name": "t1", "access_type": "ALL", "r_loops": 1, "rows": 10,
                "r_rows": 8, "r_table_time_ms": 0.25, "r_other_time_ms": 0.5, "filtered": 100},
              "block-nl-join": {"table": {"table_name": "t2", "access_type": "hash_ALL", "rows": 5},
                "buffer_type": "flat", "buffer_size": "1Kb", "join_type": "BNLH",
                "attached_condition": "t2.a = t1.a"},
              "table": {"table_name": "t3", "access_type": "ref", "key": "REPLACED", "rows": "REPLACED"}}}
            """);
    assertThat(operators(plan))
        .containsExactly(
            "1 Query block",
            "2 Table scan",
            "2 Block nested loop join",
            "3 Hash join scan",
            "2 Index lookup");
    assertThat(plan.nodes().get(1).actualRows()).isEqualTo(8);
    DbEvent event = new DbEvent(EventTypes.QUERY_PLAN, "orders", 0);
    PlanSummary.of(plan).writeTo(event);
    assertThat(event.getLong(PlanSummaryAttributes.SEQUENTIAL_SCANS, -1)).isEqualTo(1);
    assertThat(event.getLong(PlanSummaryAttributes.SEQUENTIAL_ROWS, -1)).isEqualTo(8);
    assertThat(plan.nodes().get(1).number(PlanKey.OWN_TIME, 0)).isEqualTo(0.75);
    assertThat(plan.nodes().get(4).estimatedRows()).isNaN();
  }

  @Test
  void theTreeWithWhatWasMeasured() throws Exception {
    QueryPlan plan =
        read(
            "mysql",
            """
            -> Sort: o.total DESC, limit input to 5 row(s) per chunk  (cost=2.1e+3 rows=10) (actual time=1.5..2.5 rows=5 loops=1)
                -> Nested loop inner join  (cost=4.5 rows=10) (actual time=0.1..1 rows=7 loops=1)
                    -> Filter: (o.note = '(rows=7)')  (cost=1 rows=3) (actual time=0.1..0.2 rows=3 loops=1)
                        -> Table scan on o  (cost=1 rows=30) (actual time=0.1..0.15 rows=30 loops=1)
                    -> Single-row index lookup on c using PRIMARY (id=o.customer_id)  (cost=0.3 rows=1) (never executed)
            """);
    assertThat(operators(plan))
        .containsExactly(
            "1 Sort",
            "2 Nested loop inner join",
            "3 Filter",
            "4 Table scan",
            "3 Single-row index lookup");
    assertThat(plan.root().totalCost()).isEqualTo(2100);
    assertThat(plan.root().actualSeconds()).isEqualTo(0.0025);
    assertThat(plan.root().texts(PlanKey.SORT_KEY)).containsExactly("o.total DESC");
    assertThat(plan.nodes().get(2).text(PlanKey.FILTER)).isEqualTo("(o.note = ?)");
    assertThat(plan.nodes().get(2).actualRows()).isEqualTo(3);
    assertThat(plan.nodes().get(4).relation()).isEqualTo("c");
    assertThat(plan.nodes().get(4).indexName()).isEqualTo("PRIMARY");
    assertThat(plan.nodes().get(4).loops()).isZero();
  }

  @Test
  void aLiteralWithALineFeedForgesNoNode() throws Exception {
    QueryPlan plan =
        read(
            "mysql",
            """
            -> Filter: (t.a = 'x
                -> Table scan on forged  (cost=1 rows=1)')  (cost=1 rows=1)
                -> Table scan on t  (cost=1 rows=1)
            """);
    assertThat(operators(plan)).containsExactly("1 Filter", "2 Table scan");
    assertThat(plan.nodes().get(1).relation()).isEqualTo("t");
    assertThatThrownBy(() -> read("mysql", "-> Filter: (t.a = 'x\n    -> Table scan on t\n"))
        .isInstanceOfSatisfying(
            UnreadablePlanException.class,
            refused -> assertThat(refused.reason().text()).isEqualTo("unbalanced"));
  }

  @Test
  void theTableInTheClientsFrameAndOneColumnALine() throws Exception {
    QueryPlan framed =
        read(
            "mysql",
            """
            +----+-------------+-------+------------+------+---------------+-------------+---------+-------+------+----------+------------------------------------+
            | id | select_type | table | partitions | type | possible_keys | key         | key_len | ref   | rows | filtered | Extra                              |
            +----+-------------+-------+------------+------+---------------+-------------+---------+-------+------+----------+------------------------------------+
            |  1 | SIMPLE      | o     | NULL       | ref  | by_customer   | by_customer | 4       | const |    7 |    33.33 | Using index; Using filesort        |
            |  1 | SIMPLE      | c     | NULL       | ALL  | NULL          | NULL        | NULL    | NULL  |   70 |   100.00 | Using join buffer (hash join)      |
            +----+-------------+-------+------------+------+---------------+-------------+---------+-------+------+----------+------------------------------------+
            """);
    assertThat(operators(framed))
        .containsExactly("1 Query block", "2 Index lookup", "2 Table scan");
    assertThat(framed.nodes().get(1).flag(PlanKey.USING_FILESORT)).isTrue();
    assertThat(framed.nodes().get(1).flag(PlanKey.COVERING)).isTrue();
    assertThat(framed.nodes().get(2).text(PlanKey.JOIN_BUFFER)).isEqualTo("hash join");
    QueryPlan vertical =
        read(
            "mariadb",
            """
            *************************** 1. row ***************************
                       id: 1
              select_type: SIMPLE
                    table: NULL
                     type: NULL
                    Extra: Impossible WHERE
            1 row in set (0.00 sec)
            """);
    assertThat(operators(vertical)).containsExactly("1 Query block", "2 No table");
    assertThat(vertical.nodes().get(1).text(PlanKey.MESSAGE)).isEqualTo("Impossible WHERE");
  }

  @Test
  void whatIsNoPlanIsRefusedWithItsReason() {
    for (String text :
        List.of(
            "", "{}", "{\"a\":1}", "[1]", "hello", "{\"query_block\":", "{\"query_block\":3}")) {
      assertThatThrownBy(() -> read("mysql", text))
          .as(text)
          .isInstanceOf(UnreadablePlanException.class);
    }
    String deep = "{\"query_block\":".repeat(5_000) + "{}" + "}".repeat(5_000);
    assertThatThrownBy(() -> read("mysql", deep)).isInstanceOf(UnreadablePlanException.class);
  }

  @Test
  void theSameAccessIsTheSameShapeWithOtherNumbersAndLiterals() throws Exception {
    String plan =
        """
        {"query_block": {"table": {"table_name": "o", "access_type": "%s", "key": "by_customer",
          "rows_examined_per_scan": %d, "attached_condition": "(`o`.`n` > %d)"}}}
        """;
    PlanFingerprint one = PlanFingerprint.of(read("mysql", plan.formatted("ref", 1, 2)));
    PlanFingerprint same = PlanFingerprint.of(read("mysql", plan.formatted("ref", 100, 7)));
    PlanFingerprint other = PlanFingerprint.of(read("mysql", plan.formatted("ALL", 1, 2)));
    assertThat(one).isEqualTo(same);
    assertThat(one.shape()).isNotEqualTo(other.shape());
  }

  @Test
  void aSubqueryOfTheSelectListStandsUnderTheRootItIsPrintedBeside() throws Exception {
    QueryPlan plan =
        read(
            "mysql",
            """
            -> Limit: 3 row(s)  (cost=1 rows=3)
                -> Table scan on c  (cost=51.2 rows=502)
            -> Select #2 (subquery in projection; dependent)
                -> Index lookup on o using by_customer (customer_id=c.id)  (cost=6.89 rows=20.3)
            -> Select #3 (subquery in projection; run only once)
                -> Rows fetched before execution  (cost=0..0 rows=1)
            """);
    assertThat(operators(plan))
        .containsExactly(
            "1 Limit",
            "2 Table scan",
            "2 Select",
            "3 Index lookup",
            "2 Select",
            "3 Rows fetched before execution");
    assertThat(plan.nodes().get(4).text(PlanKey.PARENT_RELATIONSHIP)).isEqualTo("SubPlan");
    assertThatThrownBy(() -> read("mysql", "-> Table scan on a\n-> Table scan on b\n"))
        .isInstanceOf(UnreadablePlanException.class);
  }

  /** In SQL the sign before the number begins a comment. */
  @Test
  void aConditionGoesOnBehindTheNumberOfASubquery() throws Exception {
    String tree = "-> Filter: ((t.a = (select #%d)) and (t.b = %d))\n    -> Table scan on t\n";
    QueryPlan plan = read("mysql", tree.formatted(2, 7));
    assertThat(plan.root().text(PlanKey.FILTER)).isEqualTo("((t.a = (subquery)) and (t.b = ?))");
    assertThat(PlanFingerprint.of(read("mysql", tree.formatted(3, 8))))
        .isEqualTo(PlanFingerprint.of(plan));
  }

  @Test
  void namesArePrintedBareAndEndWhereWhatFollowsBegins() throws Exception {
    QueryPlan plan =
        read(
            "mysql",
            """
            -> Nested loop inner join
                -> Table scan on odd -> Table scan (x) on t  (cost=1 rows=1)
                -> Covering index range scan (Multi-Range Read) on my table using my, index over (a = 7)
            """);
    assertThat(plan.nodes().get(1).relation()).isEqualTo("odd -> Table scan (x) on t");
    PlanNode scan = plan.nodes().get(2);
    assertThat(scan.operator()).isEqualTo("Index range scan");
    assertThat(scan.flag(PlanKey.COVERING)).isTrue();
    assertThat(scan.relation()).isEqualTo("my table");
    assertThat(scan.indexName()).isEqualTo("my, index");
    assertThat(scan.text(PlanKey.INDEX_COND)).isEqualTo("(a = ?)");
  }

  @Test
  void whatTheServerHasNoPlanOfIsNoPlan() {
    for (String text :
        List.of(
            "<not executable by iterator executor>",
            "-> <not executable by iterator executor>",
            "{\"query_plan\": {\"operation\": \"<not executable by iterator executor>\"}}")) {
      assertThatThrownBy(() -> read("mysql", text))
          .isInstanceOfSatisfying(
              UnreadablePlanException.class,
              refused -> assertThat(refused.reason().text()).isEqualTo("not_a_plan"));
    }
  }

  @Test
  void joinsByHashAndByBufferAreOtherShapesThanALoop() throws Exception {
    String table =
        "{\"query_block\": {\"table\": {\"table_name\": \"t\", \"access_type\": \"ALL\"%s}}}";
    Set<String> shapes = new HashSet<>();
    for (String how :
        List.of(
            "",
            ", \"using_join_buffer\": \"hash join\"",
            ", \"using_join_buffer\": \"Block Nested Loop\"",
            ", \"first_match\": \"c\"",
            ", \"not_exists\": true")) {
      shapes.add(PlanFingerprint.of(read("mysql", table.formatted(how))).shape());
    }
    assertThat(shapes).hasSize(5);
  }

  /** Found by fuzzing: what stood in the literal behind the words was shown. */
  @Test
  void wordsOfTheServerInsideALiteralDivideNothing() throws Exception {
    QueryPlan plan =
        read(
            "mysql",
            """
            -> Sort: concat(t.a,'x, limit input to hunter2'), limit input to 5 row(s) per chunk
                -> Index lookup on t using k (a='x, with index condition: hunter2'), with index condition: (t.b = 'hunter2')
            """);
    assertThat(plan.root().texts(PlanKey.SORT_KEY)).containsExactly("concat(t.a, ?)");
    assertThat(plan.nodes().get(1).text(PlanKey.INDEX_COND)).isEqualTo("(a = ?)");
    assertThat(plan.nodes().get(1).text(PlanKey.FILTER)).isEqualTo("(t.b = ?)");
  }
}
