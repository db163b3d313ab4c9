package io.dbintel.processors.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What may not be told yet is told later, if it is still so, and nothing is told twice. */
final class CoolDownTest {
  private static Steady steady(Duration coolDown) {
    PlanRegressionConfig all = PlanRegressionConfig.defaults();
    return new Steady(
        new PlanRegressionConfig(
            all.maxStatements(),
            all.plansPerStatement(),
            all.retention(),
            all.sample(),
            all.attribution(),
            all.minSamples(),
            all.minExecutions(),
            all.minRatio(),
            all.minLoss(),
            all.falseAlarms(),
            coolDown));
  }

  private static Steady good(Steady steady) {
    return steady.time(0.01).blocks(100);
  }

  private static Steady bad(Steady steady) {
    return steady.time(0.08).blocks(2_000);
  }

  @Test
  void aRegressionThatComesBackAfterItsEndWasToldIsTold() {
    Steady steady = steady(Duration.ofHours(3)).minutes(60);
    bad(steady.plan("b")).minutes(20);
    good(steady.plan("a")).minutes(20);
    bad(steady.plan("b")).minutes(20);

    assertThat(steady.verdicts())
        .containsExactly("plan_regression", "plan_recovered", "plan_regression");
  }

  @Test
  void anEndThatMayNotBeToldYetIsToldLater() {
    Steady steady = steady(Duration.ofHours(3)).minutes(60);
    bad(steady.plan("b")).minutes(20);
    good(steady.plan("a")).minutes(20);
    bad(steady.plan("b")).minutes(20);
    good(steady).minutes(60);
    assertThat(steady.verdicts())
        .containsExactly("plan_regression", "plan_recovered", "plan_regression");

    steady.minutes(120);
    assertThat(steady.verdicts())
        .containsExactly("plan_regression", "plan_recovered", "plan_regression", "plan_recovered");
  }

  @Test
  void aPlanThatIsWorseStillIsToldWhenTheCoolDownIsOver() {
    Steady steady = bad(steady(Duration.ofHours(1)).minutes(60).plan("b")).minutes(20);
    steady.plan("c").time(0.8).blocks(20_000).calls(60).minutes(30);
    assertThat(steady.verdicts()).containsExactly("plan_regression");

    steady.minutes(40);
    assertThat(steady.verdicts()).containsExactly("plan_regression", "plan_regression");
    assertThat(steady.server().findings("plan_regression").get(1))
        .extracting(event -> event.get(RegressionAttributes.PREVIOUS_FINGERPRINT))
        .isEqualTo("b");
  }

  /** Intervals show it within minutes, executions much later. */
  @Test
  void whatTwoKindsOfEvidenceShowIsToldOnceHoweverFarApart() {
    Steady steady = steady(Duration.ofMinutes(1)).provenance("executed").calls(60).minutes(60);
    steady.plan("b").time(0.5).blocks(2_000).minutes(120);

    assertThat(steady.verdicts()).containsExactly("plan_regression");
  }

  @Test
  void aPlanThatIsSlowerOnceMoreAfterItsEndWasToldIsTold() {
    Steady steady = steady(Duration.ofHours(24)).minutes(30 * 60);
    bad(steady).minutes(150);
    good(steady).minutes(150);
    bad(steady).minutes(150);

    assertThat(steady.verdicts())
        .containsExactly("same_plan_slower", "plan_recovered", "same_plan_slower");
  }
}
