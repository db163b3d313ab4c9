package io.dbintel.processors.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.processors.plan.PlanReader;
import io.dbintel.processors.plan.QueryPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule on a plan that PostgreSQL 15 printed for a statement made for it. The plans are our
 * own; plans/README.md says how they were made.
 */
final class PlanAdvisorTest {
  private final PlanAdvisor advisor = new PlanAdvisor();

  static List<String> codes() {
    return new PlanAdvisor().codes();
  }

  private static QueryPlan plan(String name) throws Exception {
    return new PlanReader().read(text(name));
  }

  static String text(String name) {
    try (InputStream in = PlanAdvisorTest.class.getResourceAsStream("plans/" + name + ".json")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void eachRuleSpeaksOnThePlanThatWasMadeForIt(String code) throws Exception {
    List<Advice> advice = advisor.advise(plan(code));

    assertThat(advice).extracting(Advice::rule).contains(code);
    for (Advice each : advice) {
      assertThat(each.message() + each.remedy()).doesNotContain("{").doesNotContain("}");
      assertThat(each.gain()).isBetween(0.0, 1.0);
    }
  }

  /** Numbers of the statements that the plans are of: none of them may be quoted. */
  @ParameterizedTest
  @MethodSource("codes")
  void noLiteralOfTheStatementIsQuoted(String code) throws Exception {
    for (Advice each : advisor.advise(plan(code))) {
      assertThat(each.message() + each.remedy()).doesNotContain("4711", "2026-", "'%y%'");
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
      assertThat(advisor.advise(plan(code)))
          .isSortedAccordingTo((one, other) -> Double.compare(other.gain(), one.gain()));
    }
  }

  @Test
  void aPlanThatIsFineGetsNoAdvice() throws Exception {
    assertThat(advisor.advise(plan("nothing_to_say"))).isEmpty();
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
