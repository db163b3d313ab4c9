package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCoalescerTest {
  private final List<SessionRun> runs = new ArrayList<>();
  private final SessionCoalescer coalescer = new SessionCoalescer(100, 15, runs::add);
  private long second;

  @Test
  void equalObservationsBecomeOneRun() {
    sample(Seen.pid(1).runs("q").now());
    sample(Seen.pid(1).runs("q").now());
    sample(Seen.pid(1).runs("q").now());
    sample();

    assertThat(runs).hasSize(1);
    SessionRun run = runs.get(0);
    assertThat(run.samples()).isEqualTo(3);
    assertThat(run.seconds()).isEqualTo(3.0);
    assertThat(run.beginEpochNanos()).isEqualTo(0);
    assertThat(run.lastEpochNanos()).isEqualTo(2);
    assertThat(run.continued()).isFalse();
    assertThat(run.ended()).isTrue();
  }

  @Test
  void changeOfWaitEndsTheRun() {
    sample(Seen.pid(1).waits("IO", "DataFileRead").now());
    sample(Seen.pid(1).waits("IO", "WALSync").now());

    assertThat(runs)
        .extracting(run -> run.observation().waitEvent().event())
        .containsExactly("DataFileRead");
    assertThat(coalescer.open()).isEqualTo(1);
  }

  @Test
  void otherBlockerIsAnotherRun() {
    coalescer.begin(0, 1);
    coalescer.observe(Seen.pid(1).blockedBy(2).now(), 2);
    coalescer.end();
    coalescer.begin(1, 1);
    coalescer.observe(Seen.pid(1).blockedBy(3).now(), 3);
    coalescer.end();

    assertThat(runs).extracting(SessionRun::blockedBy).containsExactly(2);
  }

  @Test
  void samePidWithAnotherStartIsAnotherSession() {
    sample(Seen.pid(1).now());
    sample(Seen.pid(1).startedAt(5).now());

    assertThat(runs).hasSize(1);
    assertThat(coalescer.open()).isEqualTo(1);
  }

  @Test
  void lastingRunIsToldInPartsThatAddUp() {
    for (int i = 0; i < 40; i++) {
      sample(Seen.pid(1).now());
    }
    sample();

    assertThat(runs).extracting(SessionRun::seconds).containsExactly(15.0, 15.0, 10.0);
    assertThat(runs).extracting(SessionRun::continued).containsExactly(false, true, true);
    assertThat(runs).extracting(SessionRun::ended).containsExactly(false, false, true);
    assertThat(runs).extracting(SessionRun::beginEpochNanos).containsExactly(0L, 15L, 30L);
  }

  @Test
  void whatIsToldOnDemandIsNotToldAgain() {
    sample(Seen.pid(1).runs("q").now());
    sample(Seen.pid(1).runs("q").now());
    coalescer.tellAll();
    coalescer.tellAll();
    sample(Seen.pid(1).runs("q").now());
    sample();

    assertThat(runs).extracting(SessionRun::seconds).containsExactly(2.0, 1.0);
    assertThat(runs).extracting(SessionRun::ended).containsExactly(false, true);
    assertThat(runs).extracting(SessionRun::continued).containsExactly(false, true);
  }

  @Test
  void idleSessionEndsItsRunAndBeginsNone() {
    sample(Seen.pid(1).now());
    sample(Seen.pid(1).state(SessionState.IDLE).waits("Client", "ClientRead").now());

    assertThat(runs).hasSize(1);
    assertThat(coalescer.open()).isZero();
  }

  @Test
  void processThatWaitsForWorkIsNeverCounted() {
    sample(
        Seen.pid(1)
            .kind(BackendKind.BACKGROUND)
            .state(SessionState.BACKGROUND)
            .waits(Wait.ACTIVITY, "CheckpointerMain")
            .now());

    assertThat(coalescer.open()).isZero();
  }

  @Test
  void sessionSeenTwiceInASampleCountsOnce() {
    sample(Seen.pid(1).now(), Seen.pid(1).now());

    assertThat(coalescer.openSeconds()).isEqualTo(1.0);
  }

  @Test
  void followsNoMoreThanItMayAndTellsTheOldest() {
    SessionCoalescer small = new SessionCoalescer(2, 15, runs::add);
    small.begin(0, 1);
    small.observe(Seen.pid(1).now(), -1);
    small.observe(Seen.pid(2).now(), -1);
    small.observe(Seen.pid(3).now(), -1);
    small.end();

    assertThat(small.open()).isEqualTo(2);
    assertThat(small.evictions()).isEqualTo(1);
    assertThat(runs).extracting(run -> run.observation().pid()).containsExactly(1);
  }

  @Test
  void longestWaitSpansParts() {
    for (int i = 0; i < 20; i++) {
      sample(Seen.pid(1).waits("IO", "DataFileRead").now(), Seen.pid(2).now());
    }

    assertThat(coalescer.longestWaitSeconds()).isEqualTo(20.0);
  }

  /** Whatever happens, each session's told and open seconds are those of the samples it was in. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noTimeIsLostOrInvented(long seed) {
    Random random = new Random(seed);
    Map<String, Double> truth = new HashMap<>();
    SessionCoalescer crowded = new SessionCoalescer(8, 4, runs::add);
    for (int s = 0; s < 500; s++) {
      double seconds = random.nextInt(1, 8) / 4.0;
      crowded.begin(s, seconds);
      for (int pid = 1; pid <= 12; pid++) {
        if (random.nextInt(4) == 0) {
          continue;
        }
        SessionObservation seen = Seen.pid(pid).runs("q" + random.nextInt(2)).now();
        crowded.observe(seen, -1);
        truth.merge(what(seen), seconds, Double::sum);
      }
      crowded.end();
    }
    crowded.begin(500, 1);
    crowded.end();

    Map<String, Double> told = new HashMap<>();
    runs.forEach(run -> told.merge(what(run.observation()), run.seconds(), Double::sum));
    assertThat(crowded.openSeconds()).isZero();
    assertThat(told.keySet()).isEqualTo(truth.keySet());
    truth.forEach((key, value) -> assertThat(told.get(key)).as(key).isEqualTo(value, within(1e-6)));
  }

  private static String what(SessionObservation seen) {
    return seen.pid() + "/" + (seen.query() == null ? "" : seen.query().fingerprint());
  }

  private void sample(SessionObservation... seen) {
    coalescer.begin(second++, 1.0);
    for (SessionObservation one : seen) {
      coalescer.observe(one, -1);
    }
    coalescer.end();
  }
}
