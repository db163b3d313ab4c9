package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbintel.jdbc.observe.StatementDeltas.Absence;
import io.dbintel.jdbc.observe.StatementDeltas.Continuity;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told to have risen, and when nothing may be. */
final class StatementDeltasTest {
  private static final List<CounterKind> KINDS =
      List.of(CounterKind.COUNT, CounterKind.SUM, CounterKind.LEVEL);
  private static final Absence NEW = new Absence(true, Long.MAX_VALUE);
  private static final Absence UNSEEN = new Absence(false, 100);

  private final StatementDeltas deltas = new StatementDeltas(KINDS);
  private StatementRows rows = deltas.begin(0b111);
  private long clock;

  @Test
  void firstReadingIsTheBaselineAndTellsNothing() {
    row(1, 10, 5);
    assertThat(told(Continuity.CONTINUED)).isEmpty();
  }

  @Test
  void riseIsTheDifference() {
    baseline(1, 10, 5);
    row(1, 13, 5.5);
    StatementDelta delta = deltas.compare(Continuity.CONTINUED, NEW).get(0);
    assertThat(delta.count(0)).isEqualTo(3);
    assertThat(delta.sum(1)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void rowOfWhichNothingRoseIsNotTold() {
    baseline(1, 10, 5);
    row(1, 10, 5);
    assertThat(told(Continuity.CONTINUED)).isEmpty();
  }

  @Test
  void newRowIsToldInFull() {
    baseline(1, 10, 5);
    row(2, 7, 1);
    assertThat(told(Continuity.CONTINUED)).containsEntry(2L, 7L);
  }

  @Test
  void rowThatMayHaveBeenThereUnseenIsABaseline() {
    baseline(1, 10, 5);
    row(2, 7, 1);
    assertThat(deltas.compare(Continuity.CONTINUED, UNSEEN)).isEmpty();
    accept();
    row(2, 9, 1);
    assertThat(told(Continuity.CONTINUED)).containsEntry(2L, 2L);
  }

  @Test
  void rowThatBeganSinceTheLastReadingIsNewThoughOthersWereUnseen() {
    baseline(1, 10, 5);
    put(rows.add(2, 0, false, 100), 7, 1);
    assertThat(deltas.compare(Continuity.CONTINUED, UNSEEN)).hasSize(1);
  }

  @Test
  void counterThatFellBeganAnew() {
    baseline(1, 10, 5);
    row(1, 4, 1);
    assertThat(told(Continuity.CONTINUED)).containsEntry(1L, 4L);
    assertThat(deltas.ended()).isEqualTo(1);
  }

  @Test
  void anyCounterThatFellIsEnough() {
    baseline(1, 10, 5);
    row(1, 12, 1);
    assertThat(told(Continuity.CONTINUED)).containsEntry(1L, 12L);
  }

  @Test
  void levelMayFall() {
    baseline(1, 10, 5);
    int row = rows.add(1, 0, false, StatementRows.NO_SINCE);
    put(row, 11, 5);
    rows.number(row, 2, -3);
    assertThat(told(Continuity.CONTINUED)).containsEntry(1L, 1L);
  }

  @Test
  void resetBeginsAllAnew() {
    baseline(1, 10, 5);
    row(1, 12, 6);
    assertThat(told(Continuity.RESET)).containsEntry(1L, 12L);
  }

  @Test
  void otherBeginningIsAnotherLifeThoughCountersAreHigher() {
    put(rows.add(1, 0, false, 50), 10, 5);
    accept();
    put(rows.add(1, 0, false, 60), 12, 6);
    assertThat(told(Continuity.CONTINUED)).containsEntry(1L, 12L);
  }

  @Test
  void otherServerIsANewBaseline() {
    baseline(1, 10, 5);
    row(1, 12, 6);
    row(2, 7, 1);
    assertThat(told(Continuity.BASELINE)).isEmpty();
  }

  @Test
  void readingThatWasNotAcceptedLeavesNoTrace() {
    baseline(1, 10, 5);
    row(1, 12, 6);
    row(2, 3, 1);
    assertThat(told(Continuity.CONTINUED)).hasSize(2);
    rows = deltas.begin(0b111);
    row(1, 13, 6);
    assertThat(told(Continuity.CONTINUED)).containsExactly(Map.entry(1L, 3L));
  }

  @Test
  void nestedAndTopLevelAreTwoRows() {
    put(rows.add(1, 0, false, StatementRows.NO_SINCE), 10, 5);
    put(rows.add(1, 0, true, StatementRows.NO_SINCE), 20, 5);
    accept();
    put(rows.add(1, 0, false, StatementRows.NO_SINCE), 11, 5);
    put(rows.add(1, 0, true, StatementRows.NO_SINCE), 22, 5);
    assertThat(deltas.compare(Continuity.CONTINUED, NEW))
        .extracting(delta -> delta.isNested() + "+" + delta.count(0))
        .containsExactlyInAnyOrder("false+1", "true+2");
  }

  @Test
  void keyThatComesTwiceIsOneRow() {
    row(1, 10, 5);
    row(1, 20, 5);
    accept();
    row(1, 11, 5);
    row(1, 21, 6);
    assertThat(told(Continuity.CONTINUED)).containsEntry(1L, 2L);
    assertThat(deltas.compare(Continuity.CONTINUED, NEW).get(0).isOfOneLife(0)).isFalse();
  }

  @Test
  void keyOfWhichOneOfTwoRowsIsGoneIsABaseline() {
    row(1, 10, 5);
    row(1, 20, 5);
    accept();
    row(1, 25, 11);
    assertThat(told(Continuity.CONTINUED)).isEmpty();
  }

  @Test
  void columnThatCameLaterHasNoDifferenceYet() {
    rows = deltas.begin(0b010);
    row(1, 0, 5);
    accept();
    row(1, 1_000, 6);
    StatementDelta delta = deltas.compare(Continuity.CONTINUED, NEW).get(0);
    assertThat(delta.count(0)).isZero();
    assertThat(delta.sum(1)).isEqualTo(1.0);
  }

  @Test
  void whatIsHeldBackIsToldWithWhatRoseUntilThen() {
    baseline(1, 10, 5);
    hold(1, 12, 6);
    hold(1, 15, 7);
    row(1, 15, 7);
    StatementDelta delta = deltas.compare(Continuity.CONTINUED, NEW).get(0);
    assertThat(delta.count(0)).isEqualTo(5);
    assertThat(delta.sum(1)).isEqualTo(2.0);
    accept();
    assertThat(deltas.held()).isZero();
    row(1, 15, 7);
    assertThat(told(Continuity.CONTINUED)).isEmpty();
  }

  @Test
  void whatIsHeldBackSurvivesTheEndOfALife() {
    baseline(1, 10, 5);
    hold(1, 12, 6); // 2
    hold(1, 4, 1); // and 4 of a new life
    row(1, 5, 1); // and 1
    assertThat(told(Continuity.CONTINUED)).containsEntry(1L, 7L);
    assertThat(deltas.compare(Continuity.CONTINUED, NEW).get(0).isOfOneLife(0)).isFalse();
  }

  @Test
  void whatIsHeldBackSurvivesTheRow() {
    baseline(1, 10, 5);
    hold(1, 12, 6);
    assertThat(told(Continuity.CONTINUED)).containsEntry(1L, 2L);
    accept();
    assertThat(told(Continuity.CONTINUED)).isEmpty();
  }

  /** It was held back for ever, waiting for a text that the server has no more. */
  @Test
  void whatIsGoneIsHeldBackNoLonger() {
    baseline(1, 10, 5);
    hold(1, 12, 6);
    StatementDelta left = deltas.compare(Continuity.CONTINUED, NEW).get(0);
    assertThat(left.isGone()).isTrue();
    assertThat(deltas.hold(left, 0, false)).isFalse();
    accept();
    assertThat(deltas.held()).isZero();
  }

  /** It was dropped, untold and uncounted. */
  @Test
  void whatIsHeldBackIsToldWhenAnotherServerAnswers() {
    baseline(1, 10, 5);
    hold(1, 12, 6);
    row(1, 100, 60);
    StatementDelta left = deltas.compare(Continuity.BASELINE, NEW).get(0);
    assertThat(left.count(0)).isEqualTo(2);
    assertThat(left.sum(1)).isEqualTo(1.0);
    assertThat(left.isGone()).isTrue();
    accept();
    assertThat(deltas.held()).isZero();
    row(1, 103, 60);
    assertThat(told(Continuity.CONTINUED)).containsEntry(1L, 3L);
  }

  @Test
  void whatIsHeldBackIsReleasedOnce() {
    baseline(1, 10, 5);
    hold(1, 12, 6);
    hold(1, 15, 7);
    row(1, 99, 9); // not accepted: nobody knows of it
    assertThat(deltas.compare(Continuity.CONTINUED, NEW)).hasSize(1);
    assertThat(deltas.release()).extracting(delta -> delta.count(0)).containsExactly(5L);
    assertThat(deltas.release()).isEmpty();
    assertThat(deltas.held()).isZero();
  }

  /** What it did in a minute was told as that of the last ten seconds. */
  @Test
  void whatIsHeldBackKnowsSinceWhenAndWhetherAnyOfItWasLossy() {
    baseline(1, 10, 5);
    row(1, 12, 6);
    assertThat(deltas.compare(Continuity.CONTINUED, NEW).get(0).waited()).isNull();
    holdFrom(100, false);
    assertThat(deltas.heldSince()).hasValue(100);
    row(1, 15, 7);
    holdFrom(110, true);
    row(1, 17, 8);
    holdFrom(120, false);
    row(1, 18, 8);
    assertThat(deltas.compare(Continuity.CONTINUED, NEW).get(0).waited())
        .isEqualTo(new StatementDelta.Waited(100, true));
    accept();
    row(1, 19, 8);
    assertThat(deltas.compare(Continuity.CONTINUED, NEW).get(0).waited()).isNull();
  }

  private void holdFrom(long nanos, boolean lossy) {
    StatementDelta delta = deltas.compare(Continuity.CONTINUED, NEW).get(0);
    assertThat(deltas.hold(delta, nanos, lossy)).isTrue();
    accept();
  }

  @Test
  void tenThousandRowsAreKeptInLittleMemory() {
    StatementDeltas many = new StatementDeltas(Collections.nCopies(41, CounterKind.COUNT));
    for (int reading = 0; reading < 2; reading++) {
      StatementRows all = many.begin(-1);
      for (int i = 0; i < 10_000; i++) {
        int row = all.add(i * 7_919L, i % 5, i % 3 == 0, i);
        assertThat(all.find(i * 7_919L, i % 5, i % 3 == 0)).isEqualTo(row);
      }
      many.accept();
    }
    assertThat(many.retainedBytes()).isLessThan(16L << 20);
  }

  private void hold(long id, long count, double sum) {
    row(id, count, sum);
    StatementDelta delta = deltas.compare(Continuity.CONTINUED, NEW).get(0);
    assertThat(deltas.hold(delta, clock += 10, false)).isTrue();
    accept();
  }

  private void baseline(long id, long count, double sum) {
    row(id, count, sum);
    accept();
  }

  private void row(long id, long count, double sum) {
    put(rows.add(id, 0, false, StatementRows.NO_SINCE), count, sum);
  }

  private void put(int row, long count, double sum) {
    rows.count(row, 0, count);
    rows.number(row, 1, sum);
  }

  private void accept() {
    deltas.accept();
    rows = deltas.begin(0b111);
  }

  private Map<Long, Long> told(Continuity continuity) {
    Map<Long, Long> told = new HashMap<>();
    for (StatementDelta delta : deltas.compare(continuity, NEW)) {
      told.put(delta.id(), delta.count(0));
    }
    return told;
  }
}
