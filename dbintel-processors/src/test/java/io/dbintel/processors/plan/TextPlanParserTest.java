package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import org.junit.jupiter.api.Test;

final class TextPlanParserTest {
  private final PlanReader reader = new PlanReader();

  @Test
  void readsNodesWithTheirNumbersAndDetails() throws UnreadablePlanException {
    QueryPlan plan =
        reader.read(
            """
            Hash Left Join  (cost=1.50..12.50 rows=3 width=8) (actual time=0.100..1.250 rows=2 loops=1)
              Hash Cond: (o.id = l.id)
              Buffers: shared hit=5 read=1, temp written=2
              ->  Parallel Seq Scan on public.orders o  (cost=0.00..9.00 rows=3 width=4) (never executed)
                    Filter: (status = 'paid'::text)
              ->  Hash  (cost=1.00..1.00 rows=3 width=4) (actual time=0.1..0.1 rows=2 loops=1)
                    Buckets: 1024 (originally 512)  Batches: 2 (originally 1)  Memory Usage: 9kB
                    ->  Index Only Scan Backward using "L i" on lines l  (cost=0.1..1.00 rows=3 width=4) (actual time=0.1..0.1 rows=2 loops=1)
                          Index Cond: (id > 7)
                          Heap Fetches: 3
            Planning:
              Buffers: shared hit=4
            Planning Time: 0.500 ms
            JIT:
              Functions: 2
              Options: Inlining false, Optimization false, Expressions true, Deforming true
              Timing: Generation 0.1 ms (Deform 0.05 ms), Inlining 0.0 ms, Optimization 0.2 ms, Emission 1 ms, Total 2.5 ms
            Trigger for constraint fk on orders: time=0.100 calls=1
            Execution Time: 2.500 ms
            """);
    PlanNode root = plan.root();
    assertThat(root.operator()).isEqualTo("Hash Join");
    assertThat(root.joinType()).isEqualTo("Left");
    assertThat(root.count(PlanKey.TEMP_WRITTEN_BLOCKS)).isEqualTo(2);
    PlanNode scan = root.children().get(0);
    assertThat(scan.schema()).isEqualTo("public");
    assertThat(scan.relation()).isEqualTo("orders");
    assertThat(scan.alias()).isEqualTo("o");
    assertThat(scan.flag(PlanKey.PARALLEL_AWARE)).isTrue();
    assertThat(scan.loops()).isZero();
    assertThat(scan.text(PlanKey.FILTER)).isEqualTo("(status = ?::text)");
    PlanNode hash = root.children().get(1);
    assertThat(hash.hashBatches()).isEqualTo(2);
    assertThat(hash.count(PlanKey.ORIGINAL_HASH_BUCKETS)).isEqualTo(512);
    PlanNode index = hash.children().get(0);
    assertThat(index.indexName()).isEqualTo("L i");
    assertThat(index.text(PlanKey.SCAN_DIRECTION)).isEqualTo("Backward");
    assertThat(plan.executionSeconds()).isEqualTo(0.0025);
    PlanFacts jit = plan.facts().group(PlanKey.JIT);
    assertThat(jit).isNotNull();
    assertThat(plan.facts().groups(PlanKey.TRIGGERS)).hasSize(1);
    assertThat(plan.unknownKeys()).isZero();
  }

  @Test
  void sortsSubplansUnderTheNodeTheyBelongTo() throws UnreadablePlanException {
    QueryPlan plan =
        reader.read(
            """
            Seq Scan on t
              Filter: (SubPlan 2)
              CTE c
                ->  Result
              InitPlan 1 (returns $0)
                ->  Limit
                      ->  Seq Scan on u
              SubPlan 2
                ->  CTE Scan on c
            """);
    assertThat(plan.root().children())
        .extracting(node -> node.text(PlanKey.SUBPLAN_NAME))
        .containsExactly("CTE c", "InitPlan 1 (returns $0)", "SubPlan 2");
  }

  /** A literal may hold a line that looks like a node, because the server prints it as it is. */
  @Test
  void aNodeForgedInALiteralIsNone() throws UnreadablePlanException {
    QueryPlan plan =
        reader.read(
            """
            Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)
              Filter: (note = 'a
              ->  Seq Scan on salaries  (cost=0.00..1.00 rows=1 width=4)
                    Filter: ''x'' "
            Execution Time: 1.000 ms'::text)
              Rows Removed by Filter: 3
            """);
    assertThat(plan.nodes()).hasSize(1);
    assertThat(plan.root().text(PlanKey.FILTER)).isEqualTo("(note = ?::text)");
    assertThat(plan.root().count(PlanKey.ROWS_REMOVED_BY_FILTER)).isEqualTo(3);
    assertThat(plan.executionSeconds()).isNaN();
  }

  @Test
  void refusesATextInWhichALiteralEndsNowhere() {
    assertRefused(
        """
        Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)
          Filter: (note = 'a
          ->  Seq Scan on salaries
        """,
        Reason.UNBALANCED);
  }

  @Test
  void findsThePlanBehindItsStatement() throws UnreadablePlanException {
    QueryPlan plan =
        reader.read(
            """
            Query Text: select *
            from t -- it's
            where a = 'x'
            Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)
              Filter: (a = 'x'::text)
            """);
    assertThat(plan.root().relation()).isEqualTo("t");
    assertThat(plan.statement()).isNotNull();
    assertThat(plan.statement().reveal()).isEqualTo("select *\nfrom t -- it's\nwhere a = 'x'");
  }

  /** A statement may hold a plan of its own in a comment. */
  @Test
  void aPlanForgedInTheStatementIsNotRead() throws UnreadablePlanException {
    QueryPlan plan =
        reader.read(
            """
            Query Text: select 1 /*
            Seq Scan on salaries  (cost=0.00..1.00 rows=1 width=4)
              Filter: (a = 1)
            */
            Result  (cost=0.00..0.01 rows=1 width=4)
            """);
    assertThat(plan.root().operator()).isEqualTo("Result");
  }

  @Test
  void tellsGroupingSetsFromGroupKeys() throws UnreadablePlanException {
    QueryPlan plain = reader.read("HashAggregate\n  Group Key: a, f(b, c)\n  ->  Seq Scan on t\n");
    assertThat(plain.root().texts(PlanKey.GROUP_KEY)).containsExactly("a", "f(b, c)");
    assertThat(plain.root().text(PlanKey.STRATEGY)).isEqualTo("Hashed");
    QueryPlan sets =
        reader.read(
            """
            GroupAggregate
              Group Key: a, b
              Group Key: a
              Group Key: ()
              ->  Seq Scan on t
            """);
    assertThat(sets.root().texts(PlanKey.GROUP_KEYS)).containsExactly("a, b", "a", "()");
  }

  private void assertRefused(String plan, Reason reason) {
    assertThatThrownBy(() -> reader.read(plan))
        .isInstanceOfSatisfying(
            UnreadablePlanException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  /** A quote there would begin a literal that swallows every second line of the plan. */
  @Test
  void aQuoteBehindTheNumbersOfANodeSwallowsNoNode() throws Exception {
    String plan =
        "Sort  (cost=1.00..2.00 rows=3 width=4)%s\n  ->  Seq Scan on t  (cost=1.00..2.00 rows=3 width=4)%s\n";
    assertThat(new PlanReader().read(plan.formatted("\"", "\"")).nodes()).hasSize(2);
    assertThatThrownBy(() -> new PlanReader().read(plan.formatted("\"", " \"x")))
        .isInstanceOf(UnreadablePlanException.class);
    assertThatThrownBy(() -> new PlanReader().read(plan.formatted("'", "'x")))
        .isInstanceOf(UnreadablePlanException.class);
  }
}
