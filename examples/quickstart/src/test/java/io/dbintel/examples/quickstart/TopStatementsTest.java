package io.dbintel.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.jdbc.postgresql.PostgresAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopStatementsTest {
  @Test
  void momentsOfIntervalsBecomeThoseOfTheWhole() {
    // Executions of 1, 3 and 8, 8, 10 seconds: mean 6, variance (25 + 9 + 4 + 4 + 16) / 5.
    double deviation = Math.sqrt(8.0 / 9);
    TopStatements.Statement one =
        TopStatements.of(List.of(told("7", 2, 4, 1), told("7", 3, 26, deviation))).byTime().get(0);

    assertThat(one.calls()).isEqualTo(5);
    assertThat(one.mean()).isCloseTo(6, within(1e-12));
    assertThat(one.deviation()).isCloseTo(Math.sqrt(58.0 / 5), within(1e-12));
  }

  @Test
  void deviationIsUnknownIfThatOfAnIntervalIs() {
    DbEvent unknown = event("7", 3, 26);
    assertThat(TopStatements.of(List.of(told("7", 2, 4, 1), unknown)).byTime().get(0).deviation())
        .isNaN();
  }

  @Test
  void sharesAreOfAllTheTimeAndTheRestIsPartOfIt() {
    DbEvent rest = event(null, 10, 60).set(Attributes.STATEMENT_OTHERS, 4);
    DbEvent nested = event("9", 10, 1_000).set(Attributes.STATEMENT_TOPLEVEL, false);

    TopStatements statements = TopStatements.of(List.of(event("7", 1, 40), rest, nested));

    assertThat(statements.byTime()).hasSize(1);
    assertThat(statements.share(statements.byTime().get(0))).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void aSampledSessionLendsItsText() {
    DbEvent sample =
        new DbEvent(EventTypes.QUERY_SAMPLE, "shop", 0)
            .set(PostgresAttributes.QUERY_ID, "7")
            .set(Attributes.DB_QUERY_TEXT, "SELECT ?");

    assertThat(TopStatements.of(List.of(event("7", 1, 1), sample)).byTime())
        .extracting(TopStatements.Statement::text)
        .containsExactly("SELECT ?");
  }

  private static DbEvent told(String id, long calls, double seconds, double deviation) {
    return event(id, calls, seconds).set(Attributes.STATEMENT_STDDEV, deviation);
  }

  private static DbEvent event(String id, long calls, double seconds) {
    return new DbEvent(EventTypes.TOP_QUERY, "shop", 0)
        .setOrRemove(StatementAttributes.QUERYID, id)
        .set(StatementAttributes.CALLS, calls)
        .set(StatementAttributes.TOTAL_EXEC_TIME, seconds);
  }
}
