package io.dbintel.jdbc.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricIncreasesTest {
  private static final long UNKNOWN = MetricIncreases.UNKNOWN;
  private static final long ABSENT = MetricIncreases.ABSENT;
  private static final boolean[] LONGS = {false, false};

  private final ManualClock clock = new ManualClock();
  private final MetricIncreases deltas = new MetricIncreases(100, Duration.ofHours(1), clock);

  @BeforeEach
  void meetServer() {
    deltas.server("server");
  }

  @Test
  void firstReadIsTheBaseline() {
    assertThat(read("1", UNKNOWN, 10, 20)).containsExactly(ABSENT, ABSENT);
    assertThat(read("1", UNKNOWN, 13, 20)).containsExactly(3, 0);
  }

  @Test
  void rowThatCameSinceTheLastReadIncreasedByAllItShows() {
    increase("1", UNKNOWN, 10, 20);
    end();
    assertThat(read("2", UNKNOWN, 7, 0)).containsExactly(7, 0);
  }

  @Test
  void rowThatWasOnlyNotReadBeforeIsABaseline() {
    increase("1", UNKNOWN, 10, 20);
    deltas.group("g").end(false);
    assertThat(read("2", UNKNOWN, 7, 0)).containsExactly(ABSENT, ABSENT);
  }

  @Test
  void rowThatIsBackIncreasedByTheDifference() {
    read("1", UNKNOWN, 10, 20);
    end();
    end();
    assertThat(read("1", UNKNOWN, 15, 20)).containsExactly(5, 0);
  }

  @Test
  void oneCounterThatFellTellsOfTheResetOfAll() {
    read("1", UNKNOWN, 10, 20);
    assertThat(read("1", UNKNOWN, 15, 2)).containsExactly(15, 2);
  }

  @Test
  void newResetInstantTellsOfAResetThatNobodySawFall() {
    read("1", 5, 10, 20);
    assertThat(read("1", now(), 15, 25)).containsExactly(15, 25);
  }

  @Test
  void resetInstantThatIsNotToldSaysNothing() {
    read("1", 5, 10, 20);
    assertThat(read("1", UNKNOWN, 15, 25)).containsExactly(5, 5);
    assertThat(read("1", 5, 16, 26)).containsExactly(1, 1);
  }

  /** Behind one address another server answers: it counted from an instant long gone. */
  @Test
  void statisticsThatWereResetBeforeTheLastReadAreAnotherServers() {
    read("1", now(), 10, 20);
    clock.advance(Duration.ofDays(1));
    read("1", now() - Duration.ofDays(1).toSeconds() * 1_000_000, 10, 20);
    clock.advance(Duration.ofDays(1));
    long longAgo = now() - Duration.ofDays(90).toSeconds() * 1_000_000;
    assertThat(read("1", longAgo, 5_000_000, 7_000_000)).containsExactly(ABSENT, ABSENT);
    assertThat(read("1", longAgo, 5_000_001, 7_000_000)).containsExactly(1, 0);
  }

  @Test
  void anotherServerBeginsANewBaseline() {
    read("1", UNKNOWN, 10, 20);
    deltas.server("another");
    assertThat(read("1", UNKNOWN, 500, 500)).containsExactly(ABSENT, ABSENT);
  }

  /** A standby took over: it was there when the other answered last. */
  @Test
  void serverThatWasStartedBeforeTheLastReadIsAnother() {
    deltas.run(1_000, 5_000);
    read("1", UNKNOWN, 10, 20);
    deltas.run(2_000, 6_000);
    assertThat(read("1", UNKNOWN, 500, 500)).containsExactly(ABSENT, ABSENT);
    assertThat(read("1", UNKNOWN, 501, 500)).containsExactly(1, 0);
    assertThat(deltas.rows()).isEqualTo(1);
  }

  @Test
  void serverThatWasStartedSinceTheLastReadIsTheSameRestarted() {
    deltas.run(1_000, 5_000);
    read("1", UNKNOWN, 10, 20);
    deltas.run(5_500, 6_000);
    assertThat(read("1", UNKNOWN, 12, 20)).containsExactly(2, 0);
  }

  @Test
  void groupThatNobodyAsksForIsForgotten() {
    deltas.group("dropped").increases("1", UNKNOWN, 0, new long[] {10, 20}, LONGS);
    deltas.group("dropped").end(true);
    deltas.settle(true);
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(40));
      read("1", UNKNOWN, 10, 20);
      deltas.settle(true);
    }
    assertThat(deltas.rows()).isEqualTo(1);
    assertThat(deltas.evictions()).isEqualTo(1);
    long[] back = deltas.group("dropped").increases("1", UNKNOWN, 0, new long[] {99, 99}, LONGS);
    assertThat(back).containsExactly(ABSENT, ABSENT);
  }

  @Test
  void counterThatHasNoValueForAWhileGoesOnWhereItWas() {
    read("1", UNKNOWN, 10, 20);
    assertThat(read("1", UNKNOWN, ABSENT, 21)).containsExactly(ABSENT, 1);
    assertThat(read("1", UNKNOWN, 14, 21)).containsExactly(4, 0);
  }

  @Test
  void counterThatNeverHadAValueBeginsWithABaseline() {
    read("1", UNKNOWN, ABSENT, 20);
    assertThat(read("1", UNKNOWN, 14, 20)).containsExactly(ABSENT, 0);
  }

  @Test
  void floatsAreDifferencesOfWhatTheServerShows() {
    boolean[] floats = {true};
    deltas.group("f").increases("1", UNKNOWN, 0, bits(1.5), floats);
    deltas.group("f").end(true);
    long[] increase = deltas.group("f").increases("1", UNKNOWN, 0, bits(1.75), floats);
    assertThat(Double.longBitsToDouble(increase[0])).isEqualTo(0.25);
  }

  @Test
  void whatDidNotArriveIsSaidAgain() {
    read("1", UNKNOWN, 10, 20);
    deltas.settle(true);
    read("1", UNKNOWN, 13, 20);
    read("2", UNKNOWN, 5, 5);
    deltas.settle(false);
    assertThat(read("1", UNKNOWN, 14, 20)).containsExactly(4, 0);
    assertThat(read("2", UNKNOWN, 6, 5)).containsExactly(6, 5);
  }

  @Test
  void baselineThatDidNotArriveIsNone() {
    read("1", UNKNOWN, 10, 20);
    deltas.settle(false);
    assertThat(deltas.rows()).isZero();
    assertThat(read("1", UNKNOWN, 14, 20)).containsExactly(ABSENT, ABSENT);
  }

  @Test
  void rowsNotSeenForLongAreForgottenAndCounted() {
    read("1", UNKNOWN, 10, 20);
    read("2", UNKNOWN, 10, 20);
    deltas.settle(true);
    clock.advance(Duration.ofMinutes(40));
    read("2", UNKNOWN, 10, 20);
    clock.advance(Duration.ofMinutes(40));
    read("2", UNKNOWN, 10, 20);
    assertThat(deltas.rows()).isEqualTo(1);
    assertThat(deltas.evictions()).isEqualTo(1);
  }

  @Test
  void forgottenRowThatComesBackInventsNothing() {
    read("7", UNKNOWN, 10, 20);
    clock.advance(Duration.ofMinutes(90));
    read("8", UNKNOWN, 1, 1);
    assertThat(read("7", UNKNOWN, 500, 500)).containsExactly(ABSENT, ABSENT);
    assertThat(read("9", UNKNOWN, 3, 3)).containsExactly(3, 3);
  }

  @Test
  void roomIsBounded() {
    for (int i = 0; i < 1_000; i++) {
      clock.advance(Duration.ofSeconds(1));
      read("row-" + i, UNKNOWN, i, i);
      assertThat(deltas.rows()).isLessThanOrEqualTo(100);
    }
    assertThat(deltas.rows() + deltas.evictions()).isEqualTo(1_000);
  }

  /**
   * Ten databases of 4 500 tables, read in turn. When the longest unseen made room, each row was
   * forgotten before its next turn, and no increase of any database was ever told.
   */
  @Test
  void moreRowsThanThereIsRoomForCostThoseBeyondAlone() {
    MetricIncreases many = new MetricIncreases(40_000, Duration.ofHours(24), clock);
    many.server("server");
    for (int round = 0; round < 4; round++) {
      int told = 0;
      int refused = 0;
      for (int database = 0; database < 10; database++) {
        MetricIncreases.Group group = many.group("tables/" + database);
        for (int table = 0; table < 4_500; table++) {
          String key = String.valueOf(16_384 + table);
          long[] rose = group.increases(key, UNKNOWN, now(), new long[] {7L * round}, LONGS);
          told += rose[0] == 7 ? 1 : 0;
        }
        refused += group.refused();
        group.end(true);
      }
      many.settle(true);
      clock.advance(Duration.ofMinutes(1));
      assertThat(told).isEqualTo(round == 0 ? 0 : 40_000);
      assertThat(refused).isEqualTo(5_000);
    }
    assertThat(many.evictions()).isZero();
  }

  @Test
  void rowThatIsGoneMakesRoomForOneThatWasRefusedWhichBeginsWithABaseline() {
    readAll(1, 100, 0);
    readAll(1, 101, 1);
    assertThat(deltas.rows()).isEqualTo(100);
    // The first was dropped, which this read tells.
    readAll(2, 100, 2);
    assertThat(increase("101", UNKNOWN, 50)).containsExactly(ABSENT);
    end();
    assertThat(increase("101", UNKNOWN, 53)).containsExactly(3);
  }

  /** What was lost takes back which read was the last complete one, too. */
  @Test
  void readThatDidNotArriveMakesNoRowLookGone() {
    readAll(1, 100, 0);
    deltas.settle(true);
    readAll(1, 100, 1);
    deltas.settle(false);
    assertThat(increase("101", UNKNOWN, 50)).containsExactly(ABSENT);
    assertThat(deltas.group("g").refused()).isEqualTo(1);
    for (int key = 1; key <= 100; key++) {
      assertThat(increase(String.valueOf(key), UNKNOWN, 2)).containsExactly(2);
    }
  }

  private void readAll(int first, int last, long value) {
    for (int key = first; key <= last; key++) {
      long[] unused = increase(String.valueOf(key), UNKNOWN, value);
    }
    end();
  }

  /**
   * A server with rows that come, count, are reset, and go, read now and then, sometimes in part,
   * and sometimes to no avail: what is told is what happened, but for what was lost between a read
   * and a reset, which nobody can know.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void sumOfIncreasesIsWhatWasCounted(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 50; run++) {
      new Play(random).run();
    }
  }

  /** One row of the server that is played. */
  private static final class Counted {
    final String key;
    final boolean saysWhen;
    long[] shown = new long[2];
    long[] unread = new long[2];
    long reset;
    boolean visible = true;
    boolean seen;

    Counted(String key, boolean saysWhen, long reset) {
      this.key = key;
      this.saysWhen = saysWhen;
      this.reset = reset;
    }
  }

  private static final class Play {
    final ManualClock clock = new ManualClock();
    final MetricIncreases deltas = new MetricIncreases(10_000, Duration.ofDays(1), clock);
    final Random random;
    final List<Counted> rows = new ArrayList<>();
    final long[] told = new long[2];
    final long[] happened = new long[2];
    boolean baselined;
    int keys;

    Play(Random random) {
      this.random = random;
      deltas.server("server");
    }

    void run() {
      for (int step = 0; step < 60; step++) {
        clock.advance(Duration.ofSeconds(1));
        act();
        if (random.nextInt(3) == 0) {
          read(random.nextInt(5) > 0);
        }
      }
      rows.forEach(row -> row.visible = true);
      read(true);
      assertThat(told).containsExactly(happened);
    }

    private void act() {
      if (rows.isEmpty() || random.nextInt(10) == 0) {
        rows.add(new Counted(String.valueOf(keys++), random.nextBoolean(), micros()));
        return;
      }
      Counted row = rows.get(random.nextInt(rows.size()));
      switch (random.nextInt(8)) {
        case 0 -> reset(row);
        // What was never seen and is not new would be taken for new: no server hides such rows.
        case 1 -> row.visible = !row.visible || !row.seen;
        default -> count(row);
      }
    }

    private void count(Counted row) {
      for (int i = 0; i < 2; i++) {
        long more = random.nextInt(100);
        row.shown[i] += more;
        row.unread[i] += more;
      }
    }

    /** What was not read before is lost; a reset that says nothing is seen if a counter falls. */
    private void reset(Counted row) {
      if (!row.saysWhen) {
        // Nobody could tell it from counting on, unless something has fallen when it is read.
        if (row.shown[0] - row.unread[0] == 0 && row.shown[1] - row.unread[1] == 0) {
          return;
        }
        read(true);
        boolean known = row.visible && baselined;
        if (!known) {
          return;
        }
      }
      row.shown = new long[2];
      row.unread = new long[2];
      row.reset = micros();
      if (!row.saysWhen) {
        read(true);
      }
    }

    private void read(boolean delivered) {
      MetricIncreases.Group group = deltas.group("g");
      long[] sums = new long[2];
      long[] real = new long[2];
      for (Counted row : rows) {
        if (!row.visible) {
          continue;
        }
        long[] increases =
            group.increases(
                row.key, row.saysWhen ? row.reset : UNKNOWN, micros(), row.shown.clone(), LONGS);
        for (int i = 0; i < 2; i++) {
          sums[i] += increases[i] == ABSENT ? 0 : increases[i];
          real[i] += baselined ? row.unread[i] : 0;
        }
      }
      group.end(true);
      deltas.settle(delivered);
      if (!delivered) {
        return;
      }
      for (Counted row : rows) {
        if (row.visible) {
          row.unread = new long[2];
          row.seen = true;
        }
      }
      baselined = true;
      for (int i = 0; i < 2; i++) {
        told[i] += sums[i];
        happened[i] += real[i];
      }
    }

    private long micros() {
      return clock.epochNanos() / 1_000;
    }
  }

  private long[] read(String key, long reset, long... values) {
    long[] increases = increase(key, reset, values);
    end();
    return increases;
  }

  private long[] increase(String key, long reset, long... values) {
    return deltas.group("g").increases(key, reset, now(), values, new boolean[values.length]);
  }

  private void end() {
    deltas.group("g").end(true);
  }

  private long now() {
    return clock.epochNanos() / 1_000;
  }

  private static long[] bits(double value) {
    return new long[] {Double.doubleToRawLongBits(value)};
  }
}
