package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.observe.IntervalMoments;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.StatementActivity;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementUse;
import io.dbintel.testkit.ManyKeys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many distinct statements and plans through what remembers which were explained and told. */
final class ManyKeysTest {
  private static final long KEYS = 10_000_000;
  private static final int STATEMENTS = 5_000;
  private static final int INTERVAL = 1_000;

  @Test
  void statementsAreRememberedOfTheLatestAndTheOthersCounted() {
    StatementActivity activity = new StatementActivity();
    StatementStates states = new StatementStates(10, 1);
    List<StatementUse> uses = new ArrayList<>();
    ManyKeys.push(
        KEYS,
        key -> {
          uses.add(use(1 + key));
          if (uses.size() == INTERVAL) {
            activity.record(new StatementInterval(key, 10, false, List.copyOf(uses), 0, 0, 0));
            uses.clear();
            if (states.due(activity, key).isEmpty()) {
              throw new AssertionError("new statements are not due");
            }
            states.evict();
          }
        });
    assertThat(states.size()).isEqualTo(STATEMENTS);
    assertThat(states.evictions()).isEqualTo(KEYS - STATEMENTS);
  }

  private static StatementUse use(long id) {
    return new StatementUse(
        new QueryRef(id, "f", "select ?", null, false),
        "orders",
        "joe",
        true,
        10,
        1,
        1,
        1.0,
        0,
        0,
        1.0,
        IntervalMoments.UNKNOWN);
  }

  @Test
  void plansOfAStatementAreRememberedOfTheLatestEight() {
    StatementState state = new StatementState(new QueryRef(1, "f", "select ?", null, false));
    ManyKeys.push(KEYS, key -> state.told(key, 0));
    long remembered = 0;
    for (long key = KEYS - 1_000; key < KEYS; key++) {
      remembered += state.isToBeTold(key, 0, Long.MAX_VALUE) ? 0 : 1;
    }
    assertThat(remembered).isEqualTo(8);
    assertThat(state.isToBeTold(0, 0, Long.MAX_VALUE)).isTrue();
  }
}
