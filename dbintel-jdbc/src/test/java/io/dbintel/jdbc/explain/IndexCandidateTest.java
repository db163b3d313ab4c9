package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which index a plan may want. */
final class IndexCandidateTest {
  static String plan(String cost, String table, String filter) {
    return """
        [
          {
            "Plan": {
              "Node Type": "Aggregate",
              "Total Cost": 900.5,
              "Plans": [
                {
                  "Node Type": "Seq Scan",
                  "Parent Relationship": "Outer",
                  "Relation Name": "%s",
                  "Schema": "public",
                  "Alias": "o",
                  "Startup Cost": 0.00,
                  "Total Cost": %s,
                  "Plan Rows": 5,
                  "Output": ["o.id", "o.b"],
                  "Filter": "%s"
                }
              ]
            }
          }
        ]"""
        .formatted(table, cost, filter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(o.a = $1) | a",
        "((o.a)::text = $1) | a",
        "((o.a)::text = 'x'::text) | a",
        "((o.b > $1) AND (o.a = $2)) | a,b",
        "((o.b >= $1) AND (o.b < $2)) | b",
        "((o.a = $1) AND (lower(o.b) = $2)) | a",
        "((o.a = 1) AND (o.b = 2) AND (o.c = 3) AND (o.d = 4)) | a,b,c"
      })
  void columnsAreThoseThatAreCompared(String filter, String columns) {
    IndexCandidate candidate = IndexCandidate.of(plan("800.00", "orders", filter));

    assertThat(candidate).isNotNull();
    assertThat(candidate.relation()).isEqualTo("orders");
    assertThat(candidate.schema()).isEqualTo("public");
    assertThat(candidate.columns()).containsExactly(columns.split(",", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders | (lower(o.a) = $1)",
        "orders | (o.a = o.b)",
        "orders | (o.a IS NULL)",
        "orders | ((o.a = $1) OR (o.b = $2))",
        "orders | (NOT o.a)",
        "orders | (o.a = 'x\\\"'::text)",
        "Orders | (o.a = $1)",
        "or\\\"ders | (o.a = $1)"
      })
  void whatIsNotOfTheSimplestKindIsLeftAlone(String table, String filter) {
    assertThat(IndexCandidate.of(plan("800.00", table, filter))).isNull();
  }

  @Test
  void whatIsCheapWantsNone() {
    assertThat(IndexCandidate.of(plan("20.00", "orders", "(o.a = $1)"))).isNull();
    assertThat(IndexCandidate.of("")).isNull();
  }

  @Test
  void theCostOfAPlanIsThatOfItsRoot() {
    assertThat(IndexCandidate.costOf(plan("800.00", "orders", "(o.a = $1)"))).isEqualTo(900.5);
    assertThat(IndexCandidate.costOf("[]")).isNaN();
  }
}
