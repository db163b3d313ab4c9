package io.dbintel.processors.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.core.event.RawPlan.Provenance;
import io.dbintel.processors.plan.PlanReader;
import io.dbintel.processors.plan.QueryPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule on the plans that PostgreSQL 15, or MySQL 8.0 and MariaDB 11.4, printed for a statement
 * made for it. The plans are our own; plans/README.md says how they were made.
 */
final class PlanAdvisorTest {
  private static final List<String> MYSQL =
      List.of(
          "full_table_scan",
          "full_join",
          "join_buffer",
          "filesort",
          "temporary_table",
          "index_merge",
          "stale_index_statistics");

  private final PlanAdvisor advisor = new PlanAdvisor();

  static List<String> codes() {
    return new PlanAdvisor().codes();
  }

  private static QueryPlan plan(String name) throws Exception {
    return new PlanReader().read(text(name));
  }

  private static List<QueryPlan> plans(String name) throws Exception {
    List<QueryPlan> plans = new ArrayList<>();
    PlanReader reader = new PlanReader();
    for (RawPlan printed : printed(name)) {
      plans.add(reader.read(printed));
    }
    return plans;
  }

  /** The plans that were made for a rule, of whichever products it is about. */
  static List<RawPlan> printed(String name) {
    List<RawPlan> plans = new ArrayList<>();
    for (String[] form :
        List.of(
            new String[] {".json", "postgresql"},
            new String[] {".mysql.txt", "mysql"},
            new String[] {".mariadb.json", "mariadb"})) {
      String text = resource(name + form[0]);
      if (text != null) {
        plans.add(new RawPlan(form[1], Format.UNKNOWN, Provenance.EXECUTED, text, null));
      }
    }
    assertThat(plans).as(name).isNotEmpty();
    return plans;
  }

  static String text(String name) {
    return Objects.requireNonNull(resource(name + ".json"), name);
  }

  private static @Nullable String resource(String file) {
    try (InputStream in = PlanAdvisorTest.class.getResourceAsStream("plans/" + file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void eachRuleSpeaksOnThePlanThatWasMadeForIt(String code) throws Exception {
    for (QueryPlan plan : plans(code)) {
      List<Advice> advice = advisor.advise(plan);

      assertThat(advice).as(plan.system()).extracting(Advice::rule).contains(code);
      for (Advice each : advice) {
        assertThat(each.message() + each.remedy()).doesNotContain("{").doesNotContain("}");
        assertThat(each.gain()).isNotInfinite();
        assertThat(Double.isNaN(each.gain()) || (each.gain() >= 0 && each.gain() <= 1))
            .as("gain %s of %s", each.gain(), each.rule())
            .isTrue();
      }
    }
  }

  /** What PostgreSQL's rules say does not help with MySQL, and the other way round. */
  @ParameterizedTest
  @MethodSource("codes")
  void rulesKeepToTheirProducts(String code) throws Exception {
    Set<String> ofPostgres = new TreeSet<>();
    Set<String> ofOthers = new TreeSet<>();
    for (QueryPlan plan : plans(code)) {
      Set<String> rules = plan.system().equals("postgresql") ? ofPostgres : ofOthers;
      advisor.advise(plan).forEach(advice -> rules.add(advice.rule()));
    }
    assertThat(ofPostgres).doesNotContainAnyElementsOf(ofOthers.isEmpty() ? MYSQL : ofOthers);
    assertThat(MYSQL).containsAll(ofOthers);
  }

  /** Numbers of the statements that the plans are of: none of them may be quoted. */
  @ParameterizedTest
  @MethodSource("codes")
  void noLiteralOfTheStatementIsQuoted(String code) throws Exception {
    for (QueryPlan plan : plans(code)) {
      for (Advice each : advisor.advise(plan)) {
        assertThat(each.message() + each.remedy())
            .doesNotContain("4711", "2026-", "'%y%'", "memo 7");
      }
    }
  }

  @Test
  void aMissingIndexIsToldWithTheTableTheConditionAndTheNumbers() throws Exception {
    Advice advice = advisor.advise(plan("missing_index")).get(0);

    assertThat(advice.rule()).isEqualTo("missing_index");
    assertThat(advice.relation()).isEqualTo("public.orders");
    assertThat(advice.message())
        .contains("public.orders", "100 %", "customer = ?")
        .doesNotContain("4711");
    assertThat(advice.gain()).isGreaterThan(0.9);
  }

  @Test
  void theBestAdviceComesFirst() throws Exception {
    for (String code : codes()) {
      for (QueryPlan plan : plans(code)) {
        assertThat(advisor.advise(plan))
            .isSortedAccordingTo((one, other) -> Double.compare(known(other), known(one)));
      }
    }
  }

  private static double known(Advice advice) {
    return Double.isNaN(advice.gain()) ? 0 : advice.gain();
  }

  /** It was stopped when it had brought enough, and that is no wrong estimate. */
  @Test
  void whatWasNotReadToTheEndSaysNothingOfStatistics() throws Exception {
    String scan =
        """
        {"Node Type": "Index Scan", "Relation Name": "orders", "Index Name": "orders_pkey",
         "Plan Rows": 1000000, "Actual Rows": %s, "Actual Loops": 1, "Actual Total Time": 1.0}
        """;
    String limited =
        """
        {"Plan": {"Node Type": "Limit", "Plan Rows": 10, "Actual Rows": 10, "Actual Loops": 1,
         "Actual Total Time": 1.0, "Plans": [%s]}, "Execution Time": 1.0}
        """
            .formatted(scan.formatted("10"));
    assertThat(advisor.advise(new PlanReader().read(limited))).isEmpty();
    String whole = "{\"Plan\": %s, \"Execution Time\": 1.0}".formatted(scan.formatted("10"));
    assertThat(advisor.advise(new PlanReader().read(whole)))
        .extracting(Advice::rule)
        .containsExactly("stale_statistics");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (lower((name)::text) = ?)                            | true
          ((amount + abs(fee)) > ?)                            | true
          (upper("Name") = ?)                                  | true
          ((a = ?) AND (public.score(o.b, ?) > ?))             | true
          (created_at > (now() - ?))                           | false
          (created_at > date_trunc(?, now()))                  | false
          ((name)::character varying(20) = ?)                  | false
          (id = ANY (?))                                       | false
          (year = date_part(?, CURRENT_DATE))                  | false
          (at > (?::date - make_interval(days => ?)))          | false
          ((status)::text = ANY ((ARRAY[?, ?])::text[]))       | false
          ((at)::timestamp without time zone > upper(?))       | false
          """)
  void onlyACallOnAColumnIsOne(String condition, boolean call) {
    assertThat(ColumnCalls.isIn(condition)).isEqualTo(call);
  }

  @Test
  void aPlanThatIsFineGetsNoAdvice() throws Exception {
    for (QueryPlan plan : plans("nothing_to_say")) {
      assertThat(advisor.advise(plan)).as(plan.system()).isEmpty();
    }
  }

  @Test
  void nothingIsSaidOfAPlanThatWasOnlyExplained() throws Exception {
    String explained =
        "[{\"Plan\": {\"Node Type\": \"Seq Scan\", \"Relation Name\": \"t\","
            + " \"Total Cost\": 1e9, \"Plan Rows\": 1000000000}}]";
    assertThat(advisor.advise(new PlanReader().read(explained))).isEmpty();
  }

  @Test
  void whatTheTextsNameExists() {
    Set<String> known =
        Stream.concat(
                Arrays.stream(NodeFact.values()).map(NodeFact::text),
                Stream.of("operator", "relation", "index", "filter"))
            .collect(Collectors.toCollection(TreeSet::new));
    for (AdviceRule rule : advisor.rules()) {
      for (String place : rule.places()) {
        assertThat(known).as(rule.code()).contains(place.replace("%", "").replace(" MB", ""));
      }
    }
  }
}
