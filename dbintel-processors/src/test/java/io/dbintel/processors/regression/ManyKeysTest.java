package io.dbintel.processors.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Vocabulary;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.ManyKeys;
import io.dbintel.testkit.RecordingContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many distinct statements through what remembers their plans. */
final class ManyKeysTest {
  private static final long KEYS = 10_000_000;
  private static final int PLACES = PlanRegressionConfig.defaults().maxStatements();

  private final RecordingContext context =
      new RecordingContext("orders/plan-regression", new ManualClock(), Vocabulary.core());
  private final PlanHistory history =
      new PlanHistory(PlanRegressionConfig.defaults(), context.metrics());

  @Test
  void statementsWithoutAPlaceAreTurnedAwayAndCounted() {
    ManyKeys.push(KEYS, key -> follow(key, 0));
    assertThat(history.size()).isEqualTo(PLACES);
    assertThat(context.number("statements_turned_away")).isEqualTo((double) (KEYS - PLACES));
  }

  /** An hour lies between two: each finds that the longest unseen may go. */
  @Test
  void statementsThatWereNotSeenForLongGiveTheirPlacesAndAreCounted() {
    ManyKeys.push(KEYS, key -> follow(key, key * 3_600));
    assertThat(history.size()).isEqualTo(PLACES);
    assertThat(context.number("statements_evicted")).isEqualTo((double) (KEYS - PLACES));
  }

  private void follow(long key, long now) {
    @Nullable StatementHistory unused =
        history.follow(new StatementKey("shop", Long.toString(key)), now);
  }
}
