package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.core.event.RawPlan.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * MariaDB 10.11.5 and 11.4.5 print conditions into JSON as SQL has them, so that the literals in
 * them decide where a string of the JSON ends. The conditions here are as the server prints them.
 */
final class MariadbJsonTest {
  private static String plan(String condition) {
    return "{\"query_block\": {\"table\": {\"table_name\": \"t\", \"access_type\": \"ALL\","
        + " \"attached_condition\": \""
        + condition
        + "\"}}}";
  }

  private static QueryPlan read(String plan) throws UnreadablePlanException {
    return new PlanReader()
        .read(new RawPlan("mariadb", Format.UNKNOWN, Provenance.CUSTOM, plan, null));
  }

  private static String filter(String condition) throws UnreadablePlanException {
    QueryPlan plan = read(plan(condition));
    assertThat(plan.nodes()).hasSize(2);
    assertThat(plan.nodes().get(1).relation()).isEqualTo("t");
    return String.valueOf(plan.nodes().get(1).text(PlanKey.FILTER));
  }

  @Test
  void aQuoteInALiteralIsNotEscapedForJson() throws Exception {
    assertThat(filter("t.a = 'it\\'s secret' and t.b = 'x'")).isEqualTo("t.a = ? and t.b = ?");
    assertThat(filter("t.a = 'a \"secret\" here'")).isEqualTo("t.a = ?");
  }

  /** As JSON the backslash would be half of an escape, and what follows the literal its end. */
  @Test
  void aBackslashAtTheEndOfALiteralDoesNotTurnTheNextInsideOut() throws Exception {
    assertThat(filter("t.a = 'back\\\\' or t.b = 'secret'")).isEqualTo("t.a = ? or t.b = ?");
  }

  @Test
  void aLiteralThatLooksLikePropertiesForgesNone() throws Exception {
    assertThat(filter("t.a = 'x\", \"table_name\": \"secret'")).isEqualTo("t.a = ?");
    assertThat(filter("t.a = 'x\"}, \"table\": {\"table_name\": \"secret'")).isEqualTo("t.a = ?");
    assertThat(filter("t.a = '{\"a\": \"secret\", \"b\": [1]}'")).isEqualTo("t.a = ?");
  }

  @Test
  void aLineFeedThatIsWrittenAsOneIsTheSameInEitherReading() throws Exception {
    assertThat(filter("t.a = 'two\\nlines'")).isEqualTo("t.a = ?");
  }

  /** A server that escaped for JSON as well would print these: nobody can tell which it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.a = 'it\\\\'s secret' and t.b = 'he\\\\'s secret'",
        "t.a = 'it\\\\'s secret'",
        "t.a = 'never closed",
        "t.a = 'never closed\\'",
        "t.a = `never closed and t.b = 'x'"
      })
  void whatCanBeReadTwoWaysOrNoneIsRefused(String condition) {
    assertThatThrownBy(() -> read(plan(condition)))
        .isInstanceOf(UnreadablePlanException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aTableOfWhichNothingIsSaidTakesRows() throws Exception {
    QueryPlan plan = read("{\"query_block\": {\"table\": {\"table_name\": \"t\"}}}");
    assertThat(plan.nodes().get(1).operator()).isEqualTo("Insert");
  }
}
