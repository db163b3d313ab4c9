package io.dbintel.jdbc.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.jdbc.logs.LoggedDuration.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedDurationTest {
  private static final LogFormat BARE = Logs.stderr("");

  private static @Nullable LoggedDuration of(String message) {
    return LoggedDuration.of(Logs.read(BARE, "LOG:  " + message).entries.get(0));
  }

  private static RawPlan plan(String message) {
    LoggedDuration duration = Objects.requireNonNull(of(message));
    return Objects.requireNonNull(duration.plan()).reveal();
  }

  @Test
  void knowsTheFourFormatsOfAPlan() {
    assertThat(plan("duration: 1.0 ms  plan:\n\t{\n\t  \"Query Text\": \"x\"\n\t}\n").format())
        .isEqualTo(Format.JSON);
    assertThat(plan("duration: 1.0 ms  plan:\n\t<explain>\n\t</explain>").format())
        .isEqualTo(Format.XML);
    assertThat(plan("duration: 1.0 ms  plan:\n\tQuery Text: \"select 1\"\n\tPlan: ").format())
        .isEqualTo(Format.YAML);
    assertThat(plan("duration: 1.0 ms  plan:\n\tQuery Text: select 1\n\tResult").format())
        .isEqualTo(Format.TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n\t  \"Query Text\": \"select '\\\"<&' \\n from t\",\n\t  \"Plan\": {}\n\t}",
        "Query Text: \"select '\\\"<&' \\n from t\"\n\tPlan: ",
        "<explain>\n\t  <Query-Text>select '\"&lt;&amp;' \n\t from t</Query-Text>\n\t</explain>",
        "Query Text: select '\"<&' \n\t from t\n\tSeq Scan on t  (cost=0.00..1.00 rows=1 width=4)",
        "Query Text: select '\"<&' \n\t from t\n\tQuery Parameters: $1 = '1'\n\tResult  (cost=0)"
      })
  void knowsTheStatementOfAPlan(String plan) {
    LoggedDuration duration = Objects.requireNonNull(of("duration: 1.0 ms  plan:\n\t" + plan));

    assertThat(duration.text().reveal()).isEqualTo("select '\"<&' \n from t");
    assertThat(duration.toString()).doesNotContain("select");
  }

  @Test
  void givesThePlanAsTheServerPrintedIt() {
    RawPlan plan = plan("duration: 1500.250 ms  plan:\n\tQuery Text: a\n\t\n\tb\n\tResult\n");

    assertThat(plan.text()).isEqualTo("Query Text: a\n\nb\nResult");
    assertThat(plan.provenance()).isEqualTo(RawPlan.Provenance.EXECUTED);
    assertThat(Objects.requireNonNull(of("duration: 1500.250 ms  plan:\n\tx")).seconds())
        .isEqualTo(1.50025);
  }

  @ParameterizedTest
  @CsvSource({
    "statement: select 1, STATEMENT",
    "execute <unnamed>: select 1, EXECUTE",
    "execute fetch from p/c: select 1, EXECUTE",
    "parse a: select 1, PARSE",
    "bind a: select 1, BIND",
    "'fastpath function call: select 1', FASTPATH",
    "'', NOT_TOLD",
    "something else: x, NONE"
  })
  void knowsWhatTookSoLong(String rest, String kind) {
    LoggedDuration duration = of("duration: 2.000 ms" + (rest.isEmpty() ? "" : "  " + rest));

    assertThat(duration == null ? "NONE" : duration.kind().name()).isEqualTo(kind);
    if (duration != null && duration.kind() != Kind.NOT_TOLD) {
      assertThat(duration.text().reveal()).isEqualTo("select 1");
    }
  }

  @Test
  void refusesAPlanThatAStatementRaised() {
    Logs logs =
        Logs.read(
            Logs.stderr("[%p] "),
            """
            [1] LOG:  duration: 1.000 ms  plan:
            \tQuery Text: select 1
            [1] CONTEXT:  PL/pgSQL function inline_code_block line 1 at RAISE
            [1] STATEMENT:  do $$ begin raise log 'x'; end $$
            [1] LOG:  duration: 1.000 ms  plan:
            \tQuery Text: select 1
            [1] CONTEXT:  SQL statement "select 1"
            \tPL/pgSQL function inline_code_block line 1 at PERFORM
            """);

    assertThat(LoggedDuration.of(logs.entries.get(0))).isNull();
    assertThat(LoggedDuration.isForgedPlan(logs.entries.get(0))).isTrue();
    assertThat(LoggedDuration.of(logs.entries.get(1))).isNotNull();
    assertThat(LoggedDuration.isForgedPlan(logs.entries.get(1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "duration: ms  plan:",
    "duration: 1,5 ms  plan:",
    "duration: -1 ms",
    "Duration: 1 ms"
  })
  void takesNothingElseForADuration(String message) {
    assertThat(of(message)).isNull();
  }

  @Test
  void printsNothingOfAPlan() {
    LoggedDuration duration =
        Objects.requireNonNull(of("duration: 1.000 ms  plan:\n\tQuery Text: select 'secret'"));

    assertThat(duration.toString() + duration.plan() + duration.text()).doesNotContain("secret");
  }
}
