package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.observe.StatementRows;
import io.dbintel.jdbc.postgresql.OwnStatements.Whose;
import org.junit.jupiter.api.Test;

/** Whose a statement of our role is, if its text cannot be read. */
final class OwnStatementsTest {
  private static final long ROLE = 10;
  private static final StatementKey ONE = new StatementKey(1, 5);
  private static final StatementKey TWO = new StatementKey(2, 5);

  private final OwnStatements own = new OwnStatements(false, 100);
  private final StatementRows rows = new StatementRows(StatementColumn.kinds());

  OwnStatementsTest() {
    for (StatementKey key : new StatementKey[] {ONE, TWO}) {
      int unused =
          rows.add(
              key.id(),
              StatementsReading.scope(key.database(), ROLE),
              false,
              StatementRows.NO_SINCE);
    }
  }

  /** It was held back for ever, and nobody saw that there was load. */
  @Test
  void textThatIsAskedForTwiceInVainMakesItTheWorkloads() {
    assertThat(own.look(ROLE, rows)).containsExactly(ONE, TWO);
    assertThat(own.absent(ONE)).isFalse();
    assertThat(own.of(ONE, ROLE)).isEqualTo(Whose.UNKNOWN);
    assertThat(own.absent(ONE)).isTrue();
    assertThat(own.of(ONE, ROLE)).isEqualTo(Whose.WORKLOAD);
    assertThat(own.of(TWO, ROLE)).isEqualTo(Whose.UNKNOWN);
  }

  @Test
  void lostTextIsAskedForAfterTheOthersAndBelievedIfItComesBack() {
    assertThat(own.look(ROLE, rows)).containsExactly(ONE, TWO);
    assertThat(own.absent(ONE)).isFalse();
    assertThat(own.absent(ONE)).isTrue();
    assertThat(own.look(ROLE, rows)).containsExactly(TWO, ONE);
    assertThat(own.lost()).isEqualTo(1);
    own.seen(ONE, true, "select /* dbintel:x */ 1");
    assertThat(own.of(ONE, ROLE)).isEqualTo(Whose.OURS);
    assertThat(own.look(ROLE, rows)).containsExactly(TWO);
    assertThat(own.lost()).isZero();
  }
}
