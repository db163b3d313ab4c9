package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.observe.Wait;
import io.dbintel.jdbc.postgresql.WaitProfile.Place;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WaitIncreasesTest {
  private static final Wait SLEEP = new Wait("Timeout", "PgSleep");
  private static final Wait CLIENT = new Wait("Client", "ClientRead");
  private static final Wait IDLE = new Wait(Wait.ACTIVITY, "CheckpointerMain");

  private final WaitProfile earlier = new WaitProfile(100);
  private final WaitProfile now = new WaitProfile(100);

  @Test
  void whatRoseIsTheDifferenceAndWhatIsNewIsToldInFull() {
    add(earlier, 0, 7, SLEEP, 100);
    add(now, 0, 7, SLEEP, 130);
    add(now, 0, 8, SLEEP, 5);

    assertThat(compare().samples())
        .isEqualTo(Map.of(new Place(0, 7, SLEEP), 30L, new Place(0, 8, SLEEP), 5L));
    assertThat(compare().reset()).isFalse();
  }

  @Test
  void oneThatFellTellsThatAllBeganAnew() {
    add(earlier, 0, 0, IDLE, 1_000);
    add(earlier, 0, 7, SLEEP, 100);
    add(now, 0, 0, IDLE, 200);
    add(now, 0, 7, SLEEP, 150);

    assertThat(compare().samples()).isEqualTo(Map.of(new Place(0, 7, SLEEP), 150L));
    assertThat(compare().reset()).isTrue();
  }

  @Test
  void oneThatIsGoneTellsThatAllBeganAnew() {
    add(earlier, 0, 7, SLEEP, 1);
    add(now, 0, 8, SLEEP, 3);

    assertThat(compare().samples()).isEqualTo(Map.of(new Place(0, 8, SLEEP), 3L));
    assertThat(compare().reset()).isTrue();
  }

  @Test
  void whatIsKnownToHaveBegunAnewIsToldInFull() {
    add(earlier, 0, 7, SLEEP, 1);
    add(now, 0, 7, SLEEP, 9);

    assertThat(WaitIncreases.between(earlier, now, true).samples())
        .isEqualTo(Map.of(new Place(0, 7, SLEEP), 9L));
  }

  @Test
  void oursAreSubtracted() {
    add(earlier, 0, 0, CLIENT, 100);
    add(earlier, 41, 0, CLIENT, 60);
    add(now, 0, 0, CLIENT, 150);
    add(now, 41, 0, CLIENT, 90);

    assertThat(compare().samples()).isEqualTo(Map.of(new Place(0, 0, CLIENT), 20L));
  }

  /** The number may have been another process's before, and nobody says how much of it was. */
  @Test
  void processThatBecameOursIsSubtractedFromTheNextReadingOn() {
    add(earlier, 0, 0, CLIENT, 100);
    add(now, 0, 0, CLIENT, 150);
    add(now, 41, 0, CLIENT, 140);

    assertThat(compare().samples()).isEqualTo(Map.of(new Place(0, 0, CLIENT), 50L));
  }

  @Test
  void processesThatIdleAreNotTold() {
    add(earlier, 0, 0, IDLE, 100);
    add(now, 0, 0, IDLE, 200);

    assertThat(compare().samples()).isEmpty();
  }

  @Test
  void whoWaitsForNothingIsOnTheProcessor() {
    now.add(0, 7, null, null, 3);

    assertThat(compare().byWait()).isEqualTo(Map.of(Wait.CPU, 3L));
  }

  private WaitIncreases compare() {
    return WaitIncreases.between(earlier, now, false);
  }

  private static void add(WaitProfile to, int pid, long queryId, Wait waited, long samples) {
    to.add(pid, queryId, waited.type(), waited.event(), samples);
  }
}
