package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbintel.jdbc.observe.SessionAverages.Average;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionAveragesTest {
  private final SessionAverages averages = new SessionAverages();

  @Test
  void averagesOverTheTimeObserved() {
    averages.add(List.of(Seen.pid(1).now(), Seen.pid(2).now()), 1);
    averages.add(List.of(Seen.pid(1).now()), 3);
    averages.addIdle(8, 1);

    assertThat(averages.observedSeconds()).isEqualTo(4.0);
    assertThat(averages.take())
        .containsExactlyInAnyOrder(
            new Average(
                new SessionAverages.Key(SessionState.ACTIVE, "CPU", BackendKind.CLIENT), 1.25),
            new Average(
                new SessionAverages.Key(SessionState.IDLE, "None", BackendKind.CLIENT), 2.0));
  }

  @Test
  void startsAnewWhenTaken() {
    averages.add(List.of(Seen.pid(1).now()), 1);
    assertThat(averages.take()).hasSize(1);
    averages.add(List.of(), 1);

    assertThat(averages.take()).isEmpty();
    assertThat(averages.observedSeconds()).isZero();
  }

  @Test
  void keepsABoundedNumberOfKeysAndEverySession() {
    for (int i = 0; i < 1000; i++) {
      averages.add(List.of(Seen.pid(1).waits("class" + i, "event").now()), 1);
    }

    List<SessionAverages.Average> told = averages.take();
    assertThat(told).hasSize(257);
    assertThat(told.get(256).key().waitClass()).isEqualTo("other");
    assertThat(told.stream().mapToDouble(SessionAverages.Average::sessions).sum())
        .isCloseTo(1.0, within(1e-9));
  }
}
