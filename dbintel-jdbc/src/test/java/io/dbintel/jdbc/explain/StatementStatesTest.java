package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.observe.IntervalMoments;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.StatementActivity;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatementStatesTest {
  private static final long AGAIN = Duration.ofMinutes(1).toNanos();
  private static final long REPEAT = Duration.ofMinutes(4).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final StatementActivity activity = new StatementActivity();
  private long intervals;

  private static StatementUse use(long id, double seconds) {
    return new StatementUse(
        new QueryRef(id, "f" + id, "select ?", null, false),
        "orders",
        "joe",
        true,
        10,
        1,
        1,
        seconds,
        0,
        0,
        1.0,
        IntervalMoments.UNKNOWN);
  }

  private void record(long endEpochNanos, StatementUse... uses) {
    activity.record(new StatementInterval(endEpochNanos, 10, false, List.of(uses), 0, 0, 0));
  }

  private static List<Long> ids(List<StatementStates.Due> due) {
    return due.stream().map(one -> one.key().id()).toList();
  }

  @Test
  void newOnesComeFirstAndThenThoseWithMostTime() {
    StatementStates states = new StatementStates(3, AGAIN);
    record(1, use(1, 5), use(2, 9));
    record(2, use(1, 6));
    List<StatementStates.Due> first = states.due(activity, 0);
    assertThat(ids(first)).containsExactly(1L, 2L);
    first.forEach(one -> one.state().explained(0));

    record(3, use(1, 7), use(2, 9), use(3, 1), use(4, 0.5));
    assertThat(ids(states.due(activity, AGAIN))).containsExactly(3L, 2L, 1L);
  }

  @Test
  void intervalsCountOnceAndAWallClockThatWasSetBackHidesNone() {
    StatementStates states = new StatementStates(3, AGAIN);
    record(1_000, use(1, 5));
    assertThat(states.due(activity, 0)).hasSize(1);
    assertThat(states.due(activity, 0)).isEmpty();
    record(10, use(2, 5));
    assertThat(ids(states.due(activity, 0))).contains(2L);
  }

  @Test
  void statementIsExplainedSixtyTimesAnHourAtMost() {
    StatementStates states = new StatementStates(3, AGAIN);
    int explained = 0;
    for (long now = 0; now < 3_600 * SECOND; now += 10 * SECOND) {
      record(++intervals, use(1, 5));
      for (StatementStates.Due due : states.due(activity, now)) {
        due.state().explained(now);
        explained++;
      }
    }
    assertThat(explained).isEqualTo(60);
  }

  @Test
  void planIsToldFifteenTimesAnHourAtMostHoweverOftenItChanges() {
    StatementState state = new StatementState(use(1, 1).query());
    int[] told = new int[2];
    for (int minute = 0; minute < 60; minute++) {
      long now = minute * AGAIN;
      if (state.isToBeTold(minute % 2, now, REPEAT)) {
        state.told(minute % 2, now);
        told[minute % 2]++;
      }
    }
    assertThat(told).containsExactly(15, 15);
  }

  /** It was not, so whoever follows plans went on with the one that was gone. */
  @Test
  void planThatComesBackIsToldThoughItWasToldWithinTheRepeat() {
    StatementState state = new StatementState(use(1, 1).query());
    long hour = Duration.ofHours(1).toNanos();
    state.told(7, 0);
    state.told(8, Duration.ofMinutes(10).toNanos());
    assertThat(state.isToBeTold(8, Duration.ofMinutes(20).toNanos(), hour)).isFalse();
    assertThat(state.isToBeTold(7, Duration.ofMinutes(20).toNanos(), hour)).isTrue();
  }

  @Test
  void reasonOfTheTextIsForGoodAndOthersAreTriedAgain() {
    StatementState state = new StatementState(use(1, 1).query());
    state.failed(NoPlan.UNTYPABLE, 0);
    assertThat(state.isDue(Duration.ofDays(30).toNanos(), AGAIN)).isFalse();
    state.failed(NoPlan.FORBIDDEN, 0);
    assertThat(state.isDue(Duration.ofMinutes(29).toNanos(), AGAIN)).isFalse();
    assertThat(state.isDue(Duration.ofMinutes(30).toNanos(), AGAIN)).isTrue();
    state.retry(NoPlan.FORBIDDEN);
    assertThat(state.isDue(1, AGAIN)).isTrue();
  }

  @Test
  void manyStatementsAreForgottenBeyondTheBound() throws NoPlan.Refusal {
    StatementStates states = new StatementStates(3, AGAIN);
    Explainable large =
        new Explainable("x".repeat(20_000), 0, Set.of(), Set.of(), Set.of(), Set.of());
    for (int i = 0; i < 200; i++) {
      List<StatementUse> uses = new ArrayList<>();
      for (int n = 0; n < 500; n++) {
        uses.add(use(500L * i + n + 1, 1));
      }
      activity.record(new StatementInterval(i + 1, 10, false, uses, 0, 0, 0));
      for (StatementStates.Due due : states.due(activity, 0)) {
        due.state().text(new StatementState.Text(large, "", "orders"), 0);
      }
      states.evict();
      assertThat(states.size()).isLessThanOrEqualTo(5_000);
      assertThat(states.bytes()).isLessThanOrEqualTo(8L << 20);
    }
    assertThat(states.evictions()).isEqualTo(100_000 - 5_000);
    assertThat(states.missing()).isEqualTo(Map.of());
  }
}
