package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.core.event.RawPlan.Provenance;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whatever stands in a plan: it is read or refused, and no literal of it is left. */
class PlanReaderFuzzTest {
  private static final String CANARY = "zq7xcanary";
  private static final List<String> SYSTEMS = List.of("postgresql", "mysql", "mariadb");
  private static final PlanLimits LIMITS = new PlanLimits(100, 1 << 20);

  private final PlanReader reader = new PlanReader(LIMITS);

  @FuzzTest(maxDuration = "3m")
  void readsOrRefusesAnyPlanOfPostgresql(FuzzedDataProvider data) {
    assertReadOrRefused("postgresql", data.consumeRemainingAsString());
  }

  @FuzzTest(maxDuration = "3m")
  void readsOrRefusesAnyPlanOfMysqlAndMariadb(FuzzedDataProvider data) {
    String system = SYSTEMS.get(data.consumeInt(1, 2));
    assertReadOrRefused(system, data.consumeRemainingAsString());
  }

  /** A literal of any content, written as the server writes it in each of its formats. */
  @FuzzTest(maxDuration = "3m")
  void keepsNothingOfALiteral(FuzzedDataProvider data) {
    int where = data.consumeInt(0, 7);
    String literal = data.consumeString(40) + CANARY + data.consumeRemainingAsString();
    String text = literal.replace("\0", "");
    switch (where) {
      case 0 -> assertHidden("postgresql", postgresJson(quote(ofPostgres(text))));
      case 1 -> assertHidden("postgresql", postgresText(ofPostgres(text)));
      case 2 -> assertHidden("postgresql", postgresYaml(quote(ofPostgres(text))));
      case 3 -> assertHidden("postgresql", postgresXml(ofPostgres(text)));
      case 4 -> assertHidden("mysql", first(quote("(t.a = " + ofMysql(text) + ") and (t.b = 7)")));
      case 5 -> assertHidden("mysql", second(ofMysql(text)));
      case 6 -> assertHidden("mysql", tree(ofMysql(text)));
      default -> assertHidden("mariadb", first('"' + "t.a = " + ofMysql(text) + " and t.b = 7\""));
    }
  }

  private void assertReadOrRefused(String system, String text) {
    QueryPlan plan = read(system, text);
    if (plan == null) {
      return;
    }
    // Every node has a character at least, and every level two.
    assertThat(plan.nodes().size()).isBetween(1, text.length());
    assertThat(plan.depth()).isBetween(1, LIMITS.maxDepth());
    String tree = PlanTree.toJson(plan, 1 << 22);
    assertIsJson(tree);
    assertThat(tree.length()).isLessThanOrEqualTo(40 * text.length() + 1000);
    PlanFingerprint fingerprint = PlanFingerprint.of(plan);
    assertThat(PlanFingerprint.of(plan)).isEqualTo(fingerprint);
    PlanSummary.of(plan).writeTo(new DbEvent(EventTypes.QUERY_PLAN, "fuzz", 0));
  }

  private void assertHidden(String system, String text) {
    QueryPlan plan = read(system, text);
    if (plan != null) {
      assertThat(PlanTree.toJson(plan, 1 << 22)).doesNotContain(CANARY);
      assertThat(PlanSummary.of(plan).outline().toString()).doesNotContain(CANARY);
    }
  }

  private @Nullable QueryPlan read(String system, String text) {
    try {
      return reader.read(new RawPlan(system, Format.UNKNOWN, Provenance.EXECUTED, text, null));
    } catch (UnreadablePlanException e) {
      assertThat(e.getMessage()).doesNotContain(CANARY);
      return null;
    }
  }

  private static void assertIsJson(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    } catch (IOException e) {
      throw new AssertionError("the tree is no JSON: " + text, e);
    }
  }

  // --- as servers write it

  /** {@code simple_quote_literal} of PostgreSQL's ruleutils.c. */
  private static String ofPostgres(String text) {
    String doubled = text.replace("'", "''");
    return text.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }

  /** {@code append_unescaped} of MySQL's item.cc, which MariaDB has too. */
  private static String ofMysql(String text) {
    return "'"
        + text.replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\032", "\\Z")
        + "'";
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder();
    JsonText.quote(quoted, text);
    return quoted.toString();
  }

  private static String postgresJson(String condition) {
    return "[{\"Plan\": {\"Node Type\": \"Seq Scan\", \"Relation Name\": \"t\", \"Filter\": "
        + condition
        + ", \"Plans\": [{\"Node Type\": \"Result\"}]}}]";
  }

  private static String postgresText(String literal) {
    return "Sort  (cost=1.00..2.00 rows=3 width=4)\n  Sort Key: a\n"
        + "  ->  Seq Scan on t  (cost=1.00..2.00 rows=3 width=4)\n        Filter: ((a = "
        + literal
        + "::text) AND (b > 7))\n        Rows Removed by Filter: 3\n";
  }

  private static String postgresYaml(String condition) {
    return "- Plan: \n    Node Type: \"Seq Scan\"\n    Relation Name: \"t\"\n    Filter: "
        + condition
        + "\n    Plan Rows: 7\n";
  }

  private static String postgresXml(String literal) {
    return "<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n  <Query>\n    <Plan>\n"
        + "      <Node-Type>Seq Scan</Node-Type>\n      <Filter>(a = "
        + literal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + ")</Filter>\n    </Plan>\n  </Query>\n</explain>\n";
  }

  private static String first(String condition) {
    return "{\"query_block\": {\"select_id\": 1, \"table\": {\"table_name\": \"t\", \"access_type\":"
        + " \"ALL\", \"attached_condition\": "
        + condition
        + "}}}";
  }

  private static String second(String literal) {
    return "{\"query\": "
        + quote("select * from t where a = " + literal)
        + ", \"query_plan\": {\"operation\": "
        + quote("Filter: (t.a = " + literal + ")")
        + ", \"access_type\": \"filter\", \"condition\": "
        + quote("(t.a = " + literal + ")")
        + ", \"inputs\": [{\"operation\": \"Table scan on t\", \"table_name\": \"t\"}]}}";
  }

  private static String tree(String literal) {
    return "-> Filter: ((t.a = "
        + literal
        + ") and (t.b = 7))  (cost=1.5 rows=2)\n    -> Index lookup on t using k (a="
        + literal
        + "), with index condition: (t.c <> "
        + literal
        + ")  (cost=1 rows=1)\n";
  }
}
