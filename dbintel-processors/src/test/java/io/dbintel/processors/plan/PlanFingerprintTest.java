package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanFingerprintTest {
  private static final String JOIN =
      """
      Hash Join  (cost=1.00..12.50 rows=3 width=8) (actual time=0.1..1.2 rows=2 loops=1)
        Hash Cond: (o.id = l.order_id)
        ->  Seq Scan on public.orders o  (cost=0.00..9.00 rows=3 width=4)
              Filter: (status = 'paid'::text)
        ->  Hash  (cost=1.00..1.00 rows=3 width=4)
              ->  Index Scan using lines_idx on public.lines l  (cost=0.1..1.00 rows=3 width=4)
                    Index Cond: (x = ANY ('{1,2}'::integer[]))
      """;

  @Test
  void hasAVersionAndAHundredAndTwentyEightBits() {
    assertThat(of(JOIN).shape()).matches("h1:[0-9a-f]{32}");
    assertThat(of(JOIN).plan()).matches("p1:[0-9a-f]{32}");
  }

  @Test
  void costsRowsTimesAndLiteralsPlayNoPart() {
    String other =
        JOIN.replace("rows=3", "rows=99")
            .replace("12.50", "77.00")
            .replace("paid", "open")
            .replace("('{1,2}'::integer[])", "(ARRAY[$1, $2])")
            .replace("o.id", "id")
            .replace(" o ", " o2 ");
    assertThat(of(other)).isEqualTo(of(JOIN));
  }

  @Test
  void anotherIndexIsAnotherPlanOfTheSameShape() {
    PlanFingerprint other = of(JOIN.replace("lines_idx", "lines_pkey"));
    assertThat(other.plan()).isNotEqualTo(of(JOIN).plan());
    assertThat(other.shape()).isEqualTo(of(JOIN).shape());
  }

  @Test
  void anotherConditionTableOrSchemaIsAnotherPlan() {
    assertThat(of(JOIN.replace("status =", "status <>")).plan()).isNotEqualTo(of(JOIN).plan());
    assertThat(of(JOIN.replace("orders o", "orders2 o")).plan()).isNotEqualTo(of(JOIN).plan());
    assertThat(of(JOIN.replace("public.lines", "a.lines")).plan()).isNotEqualTo(of(JOIN).plan());
  }

  @Test
  void anotherJoinKindOrderOrDirectionIsAnotherShape() {
    assertThat(of(JOIN.replace("Hash Join", "Hash Left Join")).shape())
        .isNotEqualTo(of(JOIN).shape());
    assertThat(of(JOIN.replace("Index Scan using", "Index Scan Backward using")).shape())
        .isNotEqualTo(of(JOIN).shape());
    assertThat(of("Sort\n  ->  Limit\n        ->  Result\n").shape())
        .isNotEqualTo(of("Limit\n  ->  Sort\n        ->  Result\n").shape())
        .isNotEqualTo(of("Sort\n  ->  Limit\n  ->  Result\n").shape());
  }

  @Test
  void marksAPlanThatDoesNotSaySchemas() {
    PlanFingerprint bare = of(JOIN.replace("public.", ""));
    assertThat(bare.unqualified()).isTrue();
    assertThat(bare.plan()).startsWith("p1u:");
    assertThat(bare.shape()).isEqualTo(of(JOIN).shape());
    assertThat(of(JOIN).unqualified()).isFalse();
  }

  @Test
  void numbersOfSubplansPlayNoPart() {
    String plan =
        """
        Seq Scan on s.t
          Filter: (a = (InitPlan 1).col1)
          InitPlan 1
            ->  Result
        """;
    assertThat(of(plan.replace("InitPlan 1", "InitPlan 3"))).isEqualTo(of(plan));
    assertThat(of(plan.replace("  InitPlan 1\n", "  SubPlan 1\n")).shape())
        .isNotEqualTo(of(plan).shape());
  }

  @Test
  void namesAndNumberOfPartitionsPlayNoPart() {
    String two = partitions("2024_01", "2024_02");
    assertThat(of(partitions("2024_03", "2024_04", "2024_05"))).isEqualTo(of(two));
    String one =
        """
        Index Scan using events_2024_07_at_idx on public.events_2024_07 events
          Index Cond: (at > $1)
        """;
    assertThat(of(one)).isEqualTo(of(two));
    assertThat(of(one.replace("_at_idx", "_id_idx")).plan()).isNotEqualTo(of(two).plan());
    String mixed =
        two
            + """
              ->  Seq Scan on public.events_2024_09 events_9
                    Filter: (at > $1)
            """;
    assertThat(of(mixed).shape()).isNotEqualTo(of(two).shape());
  }

  /** The alias is the beginning of the name, and the table is no partition for that. */
  @Test
  void aTableUnderAShortAliasCountsWithNameSchemaAndIndex() {
    String plan = "Index Scan using ix1 on public.t_orders t\n";
    for (String other :
        List.of(
            plan.replace("public.t_orders", "a.t_orders"),
            plan.replace("t_orders", "t_lines"),
            plan.replace("ix1", "ix2"),
            plan.replace("t_orders", "t_orders2"))) {
      assertThat(of(other).plan()).as(other).isNotEqualTo(of(plan).plan());
      assertThat(of(other).shape()).as(other).isEqualTo(of(plan).shape());
    }
    assertThat(of(plan.replace("public.", "")).unqualified()).isTrue();
  }

  @Test
  void partitionsOfTablesOfOneNameInTwoSchemasAreTwoPlans() {
    String two = partitions("2024_01", "2024_02");
    assertThat(of(two.replace("public.", "a.")).plan()).isNotEqualTo(of(two).plan());
    String rest = "Index Scan using ix1 on public.events_default events\n";
    for (String name : List.of("2024_08", "p0", "y2024m01", "part_3", "1_prt_2")) {
      String other = rest.replace("events_default", "events_" + name);
      assertThat(of(other)).as(name).isEqualTo(of(rest));
      assertThat(of(other.replace("ix1", "ix2")).plan()).as(name).isNotEqualTo(of(rest).plan());
    }
  }

  @Test
  void partsOfAUnionAreNoPartitions() {
    String union =
        """
        Append
          ->  Seq Scan on public.a
          ->  Seq Scan on public.b
        """;
    assertThat(of(union).shape()).isNotEqualTo(of("Seq Scan on public.a\n").shape());
    assertThat(of(union.replace("public.b", "public.c")).plan()).isNotEqualTo(of(union).plan());
  }

  private static String partitions(String... names) {
    StringBuilder plan = new StringBuilder("Append\n");
    for (int i = 0; i < names.length; i++) {
      plan.append(
          """
            ->  Index Scan using events_%1$s_at_idx on public.events_%1$s events_%2$d
                  Index Cond: (at > '2024-01-01'::date)
          """
              .formatted(names[i], i + 1));
    }
    return plan.toString();
  }

  private static PlanFingerprint of(String plan) {
    try {
      return PlanFingerprint.of(new PlanReader().read(plan));
    } catch (UnreadablePlanException e) {
      throw new AssertionError(e);
    }
  }
}
