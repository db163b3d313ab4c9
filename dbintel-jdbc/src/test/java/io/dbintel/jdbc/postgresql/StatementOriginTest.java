package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.observe.StatementDeltas.Continuity;
import org.junit.jupiter.api.Test;

/** Whether what was read later are the same counters. Read first at 1000. */
final class StatementOriginTest {
  private static final StatementOrigin FIRST = origin("server", 1_000, 10, "a:1", 5, 100);

  @Test
  void laterReadingOfTheSameRunContinues() {
    assertThat(origin("server", 2_000, 10, "a:1", 5, 100).after(FIRST))
        .isEqualTo(Continuity.CONTINUED);
  }

  @Test
  void cleanRestartContinues() {
    assertThat(origin("server", 2_000, 1_500, "a:1", 5, 100).after(FIRST))
        .isEqualTo(Continuity.CONTINUED);
  }

  @Test
  void resetSinceTheLastReadingBeginsAnew() {
    assertThat(origin("server", 2_000, 10, "a:1", 0, 1_200).after(FIRST))
        .isEqualTo(Continuity.RESET);
  }

  @Test
  void otherServerBehindTheSameAddressIsNoReset() {
    assertThat(origin("server", 2_000, 20, "a:1", 9, 900).after(FIRST))
        .isEqualTo(Continuity.BASELINE);
  }

  @Test
  void serverOfAnotherNameIsABaseline() {
    assertThat(origin("other", 2_000, 10, "a:1", 5, 100).after(FIRST))
        .isEqualTo(Continuity.BASELINE);
  }

  @Test
  void withoutInformationARestartContinuesAndAnotherAddressDoesNot() {
    StatementOrigin silent = silent(1_000, 10, "a:1");
    assertThat(silent(2_000, 1_500, "a:1").after(silent)).isEqualTo(Continuity.CONTINUED);
    assertThat(silent(2_000, 1_500, "b:1").after(silent)).isEqualTo(Continuity.BASELINE);
    assertThat(silent(2_000, 10, "b:1").after(silent)).isEqualTo(Continuity.CONTINUED);
  }

  /** A standby that ran longer has counters of its own, which would look like increases. */
  @Test
  void withoutInformationAServerThatRanAlreadyIsAnotherOne() {
    StatementOrigin silent = silent(1_000, 500, "a:1");
    assertThat(silent(2_000, 10, "a:1").after(silent)).isEqualTo(Continuity.BASELINE);
    assertThat(silent(2_000, 999, "a:1").after(silent)).isEqualTo(Continuity.BASELINE);
    assertThat(silent(2_000, 1_000, "a:1").after(silent)).isEqualTo(Continuity.CONTINUED);
  }

  @Test
  void informationThatAppearsOrGoesIsABaseline() {
    assertThat(FIRST.after(silent(500, 10, "a:1"))).isEqualTo(Continuity.BASELINE);
    assertThat(silent(2_000, 10, "a:1").after(FIRST)).isEqualTo(Continuity.BASELINE);
  }

  private static StatementOrigin origin(
      String server, long now, long started, String address, long deallocations, long reset) {
    return new StatementOrigin(
        server, now, started, address, 10, 5_000, true, deallocations, reset);
  }

  private static StatementOrigin silent(long now, long started, String address) {
    return new StatementOrigin("server", now, started, address, 10, 5_000, false, 0, -1);
  }
}
