package io.dbintel.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimerTest {
  private static final int ALARMS = 100;

  private final ManualClock clock = new ManualClock();
  private final Timer timer =
      new Timer(clock, new BoundaryLog(System.getLogger("toy"), clock, "toy"));
  private final List<Integer> ran = new ArrayList<>();
  private final Thread thread = new Thread(timer::run, "timer");

  @BeforeEach
  void start() {
    thread.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    timer.close();
    thread.join();
  }

  private void advance(long nanos) {
    clock.advance(java.time.Duration.ofNanos(nanos));
    while (!timer.isIdle()) {
      Thread.onSpinWait();
    }
  }

  private List<Timer.Alarm> alarms() {
    List<Timer.Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < ALARMS; i++) {
      int number = i;
      alarms.add(timer.alarm(() -> ran.add(number)));
    }
    return alarms;
  }

  /** Set, moved and taken back in any order, against a plain sort of what is left. */
  @Test
  void alarmsRunInTheOrderOfTheirTimesHoweverTheyWereMoved() {
    List<Timer.Alarm> alarms = alarms();
    long start = clock.nanoTime();
    Random random = new Random(20261123);
    long[] times = new long[ALARMS];
    for (int step = 0; step < 1_000; step++) {
      int one = random.nextInt(ALARMS);
      boolean takenBack = random.nextInt(4) == 0;
      times[one] = takenBack ? 0 : 1 + step + 1_000L * random.nextInt(1_000);
      if (takenBack) {
        alarms.get(one).cancel();
      } else {
        alarms.get(one).set(start + times[one]);
      }
    }
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < ALARMS; i++) {
      if (times[i] > 0) {
        expected.add(i);
      }
    }
    expected.sort((a, b) -> Long.compare(times[a], times[b]));
    advance(TimeUnit.SECONDS.toNanos(1));
    assertThat(ran).isEqualTo(expected);
  }

  @Test
  void alarmsOfOneTimeRunInTheOrderInWhichTheyWereSet() {
    List<Timer.Alarm> alarms = alarms();
    long at = clock.nanoTime() + 5;
    alarms.get(2).set(at);
    alarms.get(1).set(at);
    alarms.get(2).set(at);
    advance(10);
    assertThat(ran).containsExactly(1, 2);
  }

  @Test
  void anActionThatFailsIsRunAgainAndOthersGoOn() {
    Timer.Alarm broken =
        timer.alarm(
            () -> {
              ran.add(-1);
              if (ran.size() < 3) {
                throw new IllegalStateException("chaos");
              }
            });
    Timer.Alarm well = timer.alarm(() -> ran.add(1));
    broken.set(clock.nanoTime() + 1);
    well.set(clock.nanoTime() + 2);
    advance(2);
    assertThat(ran).containsExactly(-1, 1);
    advance(TimeUnit.SECONDS.toNanos(2));
    assertThat(ran).containsExactly(-1, 1, -1);
    assertThat(broken.isSet()).isFalse();
  }

  @Test
  void anAlarmThatIsClosedRunsNoMore() {
    Timer.Alarm closed = timer.alarm(() -> ran.add(1));
    closed.set(clock.nanoTime() + 1);
    closed.close();
    closed.set(clock.nanoTime() + 1);
    advance(2);
    assertThat(ran).isEmpty();
  }
}
