package io.dbintel.processors.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.testkit.RecordingContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a statement whose plan changes, and what is not. */
final class PlanRegressionTest {
  private static final int DAY = 1440;

  @Test
  void aPlanThatCostsMoreIsToldOnceWithBothPlansAndTheEvidence() {
    Steady steady = new Steady().minutes(60).plan("b").time(0.08).blocks(2_000).minutes(600);

    assertThat(steady.verdicts()).containsExactly("plan_regression");
    DbEvent told = steady.server().findings("plan_regression").get(0);
    assertThat(told.priority()).isEqualTo(Priority.FINDING);
    assertThat(told.database()).isEqualTo("shop");
    assertThat(told.get(StatementAttributes.QUERYID)).isEqualTo(Steady.QUERY);
    assertThat(told.get(Attributes.DB_QUERY_SUMMARY)).isEqualTo("SELECT orders");
    assertThat(told.get(PlanAttributes.PLAN_FINGERPRINT)).isEqualTo("b");
    assertThat(told.get(RegressionAttributes.PREVIOUS_FINGERPRINT)).isEqualTo("a");
    assertThat(told.get(PlanAttributes.PLAN_PROVENANCE)).isEqualTo("generic");
    assertThat(told.get(RegressionAttributes.MEASURE)).isEqualTo("blocks");
    assertThat(told.getDouble(RegressionAttributes.RATIO, 0)).isCloseTo(19.8, within(0.1));
    assertThat(told.getDouble(RegressionAttributes.RATIO_LOW, 0)).isBetween(18.0, 19.8);
    assertThat(told.getDouble(RegressionAttributes.RATIO_HIGH, 0)).isBetween(19.8, 22.0);
    assertThat(told.getDouble(RegressionAttributes.P_VALUE, 1))
        .isLessThan(told.getDouble(RegressionAttributes.LEVEL, 0));
    assertThat(told.getDouble(RegressionAttributes.P_VALUE_RANK, 1)).isLessThan(0.001);
    assertThat(told.getDouble(RegressionAttributes.TIME_BEFORE, 0)).isCloseTo(0.01, within(1e-4));
    assertThat(told.getDouble(RegressionAttributes.TIME_AFTER, 0)).isCloseTo(0.08, within(1e-3));
    assertThat(told.getDouble(RegressionAttributes.LOSS, 0)).isCloseTo(0.7, within(0.02));
    assertThat(told.getLong(RegressionAttributes.SAMPLES_AFTER, 0)).isGreaterThanOrEqualTo(8);
    assertThat(told.getBoolean(RegressionAttributes.INFERRED, false)).isTrue();
    long changed = steady.server().clock().epochNanos() / 1_000_000_000 - 600 * 60 + 60;
    assertThat(told.getLong(RegressionAttributes.SINCE, 0)).isEqualTo(changed);
  }

  @Test
  void aRegressionThatIsUndoneIsToldAsRecovered() {
    Steady steady = new Steady().minutes(60).plan("b").time(0.08).blocks(2_000).minutes(60);
    steady.plan("a").time(0.01).blocks(100).minutes(60);

    assertThat(steady.verdicts()).containsExactly("plan_regression", "plan_recovered");
    DbEvent recovered = steady.server().findings("plan_recovered").get(0);
    assertThat(recovered.get(PlanAttributes.PLAN_FINGERPRINT)).isEqualTo("a");
  }

  @Test
  void aRegressionThatEndsWithoutAnotherPlanIsToldAsRecovered() {
    Steady steady = new Steady().minutes(60).plan("b").time(0.08).blocks(2_000).minutes(60);
    steady.time(0.01).blocks(100).minutes(60);

    assertThat(steady.verdicts()).containsExactly("plan_regression", "plan_recovered");
  }

  @Test
  void aPlanThatCostsLessIsAnImprovement() {
    Steady steady = new Steady().time(0.08).minutes(60).plan("b").time(0.01).minutes(60);

    assertThat(steady.verdicts()).containsExactly("plan_improvement");
    assertThat(steady.server().findings("plan_improvement").get(0).priority())
        .isEqualTo(Priority.NORMAL);
  }

  @Test
  void aPlanThatCostsTheSameIsOnlyAChange() {
    Steady steady = new Steady().minutes(60).plan("b").time(0.012).blocks(120).minutes(120);

    assertThat(steady.verdicts()).isEmpty();
    assertThat(steady.server().findings("plan_changed")).hasSize(1);
  }

  @Test
  void moreBlocksInNoMoreTimeAreNoRegression() {
    Steady steady = new Steady().minutes(60).plan("b").blocks(2_000).minutes(120);

    assertThat(steady.verdicts()).isEmpty();
  }

  @Test
  void whatIsLostMustBeWorthAFinding() {
    Steady steady = new Steady().calls(1).minutes(60).plan("b").time(0.08).minutes(240);

    assertThat(steady.verdicts()).isEmpty();
  }

  @Test
  void moreRowsForAsMuchMoreWorkAreNoFaultOfThePlan() {
    Steady steady = new Steady().minutes(60);
    steady.plan("b").time(0.04).blocks(400).rows(40).minutes(120);

    assertThat(steady.verdicts()).isEmpty();
  }

  @Test
  void plansOfDifferentProvenanceAreNotCompared() {
    Steady steady = new Steady().provenance("custom").minutes(60);
    steady.provenance("generic").plan("b").time(0.08).blocks(2_000).minutes(120);

    assertThat(steady.server().findings()).isEmpty();
  }

  @Test
  void intervalsInWhichThePlanChangedCountForNeither() {
    Steady steady = new Steady().minutes(60).time(0.08).blocks(2_000).unexplained(3);
    assertThat(steady.server().context().number("samples_of_no_plan")).isZero();

    steady.plan("b").time(0.01).blocks(100).minutes(120);

    assertThat(steady.verdicts()).isEmpty();
    // Those of the three minutes, and the two before whose plan was not seen again after them.
    assertThat(steady.server().context().number("samples_of_no_plan")).isEqualTo(5);
  }

  /** Plans that did not change are not sent again: an interval does not wait for ever. */
  @Test
  void anIntervalCountsOnceAnotherPlanWouldHaveBeenSeen() {
    Steady steady = new Steady().minutes(60).plan("b").time(0.08).blocks(2_000).minutes(1);
    steady.unexplained(19);
    assertThat(steady.verdicts()).isEmpty();
    steady.unexplained(1);
    assertThat(steady.verdicts()).containsExactly("plan_regression");
  }

  @Test
  void anIntervalWaitsAsLongAsItTakesUntilThePlanIsLookedAtAgain() {
    Steady steady = new Steady().recheck(1_800).minutes(60);
    steady.plan("b").time(0.08).blocks(2_000).minutes(1).unexplained(37);
    assertThat(steady.verdicts()).isEmpty();
    steady.unexplained(1);
    assertThat(steady.verdicts()).containsExactly("plan_regression");
  }

  @Test
  void plansThatAreLookedAtTooSeldomAreHealthWithARemedy() {
    Steady steady = new Steady().recheck(660).minutes(1);
    assertThat(steady.server().context().said("looks").status()).isEqualTo(HealthStatus.UP);
    steady.recheck(1_800).minutes(1).recheck(660).minutes(1);
    RecordingContext.Said said = steady.server().context().said("looks");
    assertThat(said.reason()).isEqualTo("plans_too_seldom");
    assertThat(said.message()).contains("1800 s").contains("720 s");
    assertThat(said.remedy()).contains("'again'").contains("'attribution'");
  }

  /** Intervals and executions of one statement show the same thing; it is told once. */
  @Test
  void whatTwoKindsOfEvidenceShowIsToldOnce() {
    Steady steady = new Steady().provenance("executed").minutes(60);
    steady.plan("b").time(0.08).blocks(2_000).minutes(60);
    steady.plan("a").time(0.01).blocks(100).minutes(60);

    assertThat(steady.verdicts()).containsExactly("plan_regression", "plan_recovered");
  }

  @Test
  void aStatementWithoutAnIdIsFollowedByItsText() {
    SimulatedServer server = new SimulatedServer(PlanRegressionConfig.defaults());
    for (int minute = 0; minute < 120; minute++) {
      boolean bad = minute >= 60;
      server.minute(
          batch ->
              server
                  .executed(batch, "", bad ? "b" : "a", bad ? 5 : 0.5)
                  .remove(StatementAttributes.QUERYID)
                  .set(Attributes.QUERY_FINGERPRINT, "s1:abc"));
    }
    DbEvent told = server.findings("plan_regression").get(0);
    assertThat(told.get(Attributes.QUERY_FINGERPRINT)).isEqualTo("s1:abc");
    assertThat(told.has(StatementAttributes.QUERYID)).isFalse();
  }

  @Test
  void theDifferenceOfTwoPlansIsSaidInWords() {
    Steady steady = new Steady().outline("Limit", "  Index Scan using orders_day on orders");
    steady.minutes(60).plan("b").outline("Limit", "  Seq Scan on orders").time(0.08).minutes(60);

    assertThat(steady.server().findings("plan_regression").get(0))
        .extracting(event -> event.get(RegressionAttributes.DIFFERENCE))
        .isEqualTo("Index Scan using orders_day on orders is now Seq Scan on orders");
  }

  @Test
  void timeWhileTheCacheFillsDoesNotCount() {
    Steady steady = new Steady().minutes(60).plan("b").time(0.08).readBlocks(60).minutes(20);
    steady.time(0.01).readBlocks(0).minutes(60);

    assertThat(steady.verdicts()).isEmpty();
  }

  @Test
  void tooLittleBeforeAChangeIsSaidOnceAndLow() {
    Steady steady = new Steady().minutes(4).plan("b").time(0.08).minutes(120);

    List<DbEvent> told = steady.server().findings("insufficient_data");
    assertThat(told).hasSize(1);
    assertThat(told.get(0).priority()).isEqualTo(Priority.BULK);
    assertThat(steady.verdicts()).isEmpty();
  }

  @Test
  void aPlanThatGoesToAndFroIsToldAsFlappingAndNotCompared() {
    Steady steady = new Steady().minutes(60);
    for (int i = 0; i < 4; i++) {
      steady.plan("b").time(0.011).minutes(5).plan("a").time(0.01).minutes(5);
    }
    steady.plan("b").time(0.08).blocks(2_000).minutes(60);

    assertThat(steady.verdicts()).containsOnly("plan_flapping");
  }

  @Test
  void theSamePlanThatBecomesSlowerIsToldWithWhatMoved() {
    Steady steady = new Steady().minutes(30 * 60).time(0.05).blocks(600).readBlocks(300);
    steady.minutes(150);

    assertThat(steady.verdicts()).containsExactly("same_plan_slower");
    DbEvent told = steady.server().findings("same_plan_slower").get(0);
    assertThat(told.get(RegressionAttributes.MOVED)).containsExactly("blocks", "cache");
    // Samples wait until their plan is seen again, so the hour begins with some of the good ones.
    assertThat(told.getDouble(RegressionAttributes.RATIO, 0)).isBetween(4.5, 5.0);
    assertThat(told.get(PlanAttributes.PLAN_FINGERPRINT)).isEqualTo("a");

    steady.time(0.01).blocks(100).readBlocks(0).minutes(150);
    assertThat(steady.verdicts()).containsExactly("same_plan_slower", "plan_recovered");
  }

  @Test
  void aSlowTimeWithoutMoreWorkIsLaidToWaits() {
    Steady steady = new Steady().minutes(30 * 60).time(0.05).minutes(120);

    assertThat(steady.server().findings("same_plan_slower").get(0).get(RegressionAttributes.MOVED))
        .containsExactly("waits");
  }

  @Test
  void whatEveryDayBringsIsNoNews() {
    Steady steady = new Steady();
    for (int hour = 0; hour < 72; hour++) {
      steady.time(hour % 24 == 12 ? 0.05 : 0.01).minutes(60);
    }
    assertThat(steady.verdicts()).isEmpty();
  }

  @Test
  void executionsThatCameWithTheirPlanAreComparedOneByOne() {
    SimulatedServer server = new SimulatedServer(PlanRegressionConfig.defaults());
    for (int i = 0; i < 200; i++) {
      boolean bad = i >= 100;
      double seconds = (bad ? 0.5 : 0.1) * (1 + 0.1 * (i % 5));
      server.minute(batch -> server.executed(batch, "7", bad ? "b" : "a", seconds));
    }
    assertThat(server.verdicts("7")).containsExactly("plan_regression");
    DbEvent told = server.findings("plan_regression").get(0);
    assertThat(told.get(PlanAttributes.PLAN_PROVENANCE)).isEqualTo("executed");
    assertThat(told.getBoolean(RegressionAttributes.INFERRED, true)).isFalse();
    assertThat(told.get(RegressionAttributes.MEASURE)).isEqualTo("time");
    assertThat(told.getDouble(RegressionAttributes.RATIO, 0)).isCloseTo(5, within(0.5));
    assertThat(told.getLong(RegressionAttributes.EXECUTIONS_AFTER, 0)).isGreaterThanOrEqualTo(30);
  }

  /** Large customers get another plan, and it takes longer because they are large. */
  @Test
  void plansThatAlternateWithTheParametersAreNoRegression() {
    SimulatedServer server = new SimulatedServer(PlanRegressionConfig.defaults());
    for (int i = 0; i < 600; i++) {
      boolean large = i % 3 == 0;
      boolean onlySmall = i < 60;
      server.minute(
          batch ->
              server.executed(
                  batch, "7", large && !onlySmall ? "b" : "a", large && !onlySmall ? 2 : 0.1));
    }
    assertThat(server.verdicts("7")).containsExactly("plan_flapping");
  }

  @Test
  void aDayOfTheSameIsADayWithoutAWord() {
    assertThat(new Steady().minutes(DAY).server().findings()).isEmpty();
  }
}
