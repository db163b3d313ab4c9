package io.dbintel.processors.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import org.junit.jupiter.api.Test;

/** Which plan is held responsible for what was seen, and which is not. */
final class WhoseEvidenceTest {
  /** Looks stop when a statement leaves the top, or when there is no time left for them. */
  @Test
  void intervalsOfAPlanThatNobodyLooksAtAnyMoreCountForNone() {
    Steady steady = new Steady().minutes(60).unexplained(90);
    steady.plan("b").time(0.08).blocks(2_000).unexplained(180);
    assertThat(steady.server().context().number("samples_of_no_plan")).isBetween(160d, 180d);
    assertThat(steady.verdicts()).isEmpty();

    steady.minutes(60);
    assertThat(steady.verdicts()).containsExactly("plan_regression");
    DbEvent told = steady.server().findings("plan_regression").get(0);
    assertThat(told.get(RegressionAttributes.PREVIOUS_FINGERPRINT)).isEqualTo("a");
    assertThat(told.getDouble(RegressionAttributes.TIME_BEFORE, 0)).isCloseTo(0.01, within(1e-4));
  }

  @Test
  void whatWasNotKnownDoesNotCountForThePlanThatIsSeenAgainMuchLater() {
    Steady steady = new Steady().minutes(60).unexplained(90);
    steady.time(0.08).blocks(2_000).unexplained(180).time(0.01).blocks(100).minutes(1);

    steady.plan("b").time(0.08).blocks(2_000).minutes(60);
    DbEvent told = steady.server().findings("plan_regression").get(0);
    assertThat(told.getDouble(RegressionAttributes.TIME_BEFORE, 0)).isCloseTo(0.01, within(1e-4));
  }

  @Test
  void aPlanIsKnownForAsLongAsWhoeverLooksIsSilentOfOneThatStaysTheSame() {
    Steady steady = new Steady().recheck(600).repeat(7_200).minutes(60).unexplained(130);
    assertThat(steady.server().context().number("samples_of_no_plan")).isZero();
    steady.unexplained(40);
    assertThat(steady.server().context().number("samples_of_no_plan")).isPositive();
  }

  /** As when log_verbose is turned on: the plan is the same, and its fingerprint is not. */
  @Test
  void plansWithSchemasAreNotComparedWithThoseWithout() {
    Steady steady = new Steady().provenance("executed").unqualified(true).plan("p1u:a").minutes(60);
    steady.unqualified(false).plan("p1:a").minutes(60);
    assertThat(steady.server().findings()).isEmpty();

    steady.plan("p1:b").time(0.08).blocks(2_000).minutes(60);
    assertThat(steady.verdicts()).containsExactly("plan_regression");
  }

  @Test
  void plansWithSchemasAndWithoutInTurnsAreNotFlapping() {
    Steady steady = new Steady().provenance("executed").unqualified(true).plan("p1u:a").minutes(30);
    for (int i = 0; i < 100; i++) {
      steady.unqualified(true).plan("p1u:a").minutes(1).unqualified(false).plan("p1:a").minutes(1);
    }
    assertThat(steady.server().findings()).isEmpty();
  }

  @Test
  void plansWithoutSchemasAreFollowedOnceThoseWithThemHaveBeenGoneForADay() {
    Steady steady = new Steady().provenance("executed").plan("p1:a").minutes(60);
    steady.unqualified(true).plan("p1u:a").minutes(26 * 60);
    steady.plan("p1u:b").time(0.08).blocks(2_000).minutes(60);

    assertThat(steady.verdicts()).containsExactly("plan_regression");
  }

  /** A sampling auto_explain shows a tenth of the executions, and all of them lose time. */
  @Test
  void whatIsLostIsThatOfAllExecutionsThoughSomeAreLogged() {
    SimulatedServer server = new SimulatedServer(PlanRegressionConfig.defaults());
    for (int i = 0; i < 200; i++) {
      boolean bad = i >= 100;
      double seconds = (bad ? 0.5 : 0.1) * (1 + 0.01 * (i % 5));
      server.minute(
          batch -> {
            for (int logged = 0; logged < 5; logged++) {
              DbEvent unused = server.executed(batch, "7", bad ? "b" : "a", seconds);
            }
            DbEvent unused =
                batch
                    .collect(EventTypes.TOP_QUERY, server.clock().epochNanos())
                    .database("shop")
                    .set(StatementAttributes.QUERYID, "7")
                    .set(Attributes.STATEMENT_INTERVAL, 60.0)
                    .set(StatementAttributes.CALLS, 50L)
                    .set(StatementAttributes.TOTAL_EXEC_TIME, 50 * seconds);
          });
    }
    DbEvent told = server.findings("plan_regression").get(0);
    assertThat(told.getBoolean(RegressionAttributes.INFERRED, true)).isFalse();
    assertThat(told.getDouble(RegressionAttributes.LOSS, 0)).isCloseTo(50 * 0.4 / 60, within(0.02));
  }
}
