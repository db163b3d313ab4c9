package io.dbintel.processors.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is remembered is bounded, and survives a restart. */
final class PlanHistoryTest {
  private static final PlanRegressionConfig SMALL = config(10, 2);

  private static PlanRegressionConfig config(int statements, int plans) {
    PlanRegressionConfig all = PlanRegressionConfig.defaults();
    return new PlanRegressionConfig(
        statements,
        plans,
        Duration.ofHours(2),
        all.sample(),
        all.attribution(),
        all.minSamples(),
        all.minExecutions(),
        all.minRatio(),
        all.minLoss(),
        all.falseAlarms(),
        all.coolDown());
  }

  @Test
  void aRestartInTheMiddleChangesNothingOfWhatIsTold() {
    Steady before = new Steady().minutes(60).plan("b").time(0.08).blocks(2_000).minutes(4);
    Steady after = new Steady();
    after.server().clock().advance(Duration.ofMinutes(65));
    after.server().stage().restore(2, before.server().stage().snapshot());

    after.plan("b").time(0.08).blocks(2_000).minutes(60);
    assertThat(after.verdicts()).containsExactly("plan_regression");
    assertThat(after.server().findings("plan_regression").get(0))
        .extracting(event -> event.get(RegressionAttributes.PREVIOUS_FINGERPRINT))
        .isEqualTo("a");

    Steady later = new Steady();
    later.server().clock().advance(Duration.ofMinutes(140));
    later.server().stage().restore(2, after.server().stage().snapshot());
    later.minutes(60);
    assertThat(later.verdicts()).containsExactly("plan_recovered");
  }

  @Test
  void whatIsReadIsWrittenAgainAsItWas() {
    Steady steady = new Steady().recheck(660).repeat(1_800).minutes(60);
    steady.plan("b").minutes(20).plan("a").minutes(3);
    byte[] written = steady.server().stage().snapshot();
    PlanRegression fresh = new Steady().server().stage();
    fresh.restore(2, written);

    assertThat(fresh.snapshot()).isEqualTo(written);
  }

  /** The present use of the good plan is too short to say anything; that of before was not. */
  @Test
  void anEarlierUseOfAPlanIsRememberedOverARestart() {
    Steady before = new Steady().minutes(60).plan("b").minutes(60).plan("a").minutes(3);
    Steady after = new Steady();
    after.server().clock().advance(Duration.ofMinutes(124));
    after.server().stage().restore(2, before.server().stage().snapshot());

    after.plan("c").time(0.08).blocks(2_000).minutes(60);
    assertThat(after.server().findings("plan_regression").get(0))
        .extracting(event -> event.get(RegressionAttributes.PREVIOUS_FINGERPRINT))
        .isEqualTo("a");
  }

  @Test
  void aStateOfAnotherVersionOrMakeIsRefusedAndLeavesNothing() {
    PlanRegression stage = new Steady().minutes(60).server().stage();
    byte[] good = stage.snapshot();
    PlanRegression fresh = new SimulatedServer(SMALL).stage();
    byte[] empty = fresh.snapshot();

    assertThatThrownBy(() -> fresh.restore(1, good)).isInstanceOf(IllegalArgumentException.class);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2_000; i++) {
      byte[] spoiled = Arrays.copyOf(good, random.nextInt(good.length));
      assertThatThrownBy(() -> fresh.restore(2, spoiled))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(fresh.snapshot()).isEqualTo(empty);
  }

  /** The store checks sums; a state that got past that must not break what comes after. */
  @Test
  void aSpoiledStateThatIsNotNoticedBreaksNothing() {
    byte[] good = new Steady().minutes(60).plan("b").minutes(20).server().stage().snapshot();
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 300; i++) {
      byte[] spoiled = good.clone();
      spoiled[random.nextInt(good.length)] = (byte) random.nextInt(256);
      Steady steady = new Steady();
      try {
        steady.server().stage().restore(2, spoiled);
      } catch (IllegalArgumentException refused) {
        continue;
      }
      steady.minutes(30).plan("c").minutes(30);
      assertThat(steady.server().stage().snapshot()).isNotEmpty();
    }
  }

  @Test
  void aNewStatementDoesNotPushOutOneThatIsInUse() {
    SimulatedServer server = new SimulatedServer(SMALL);
    for (int i = 0; i < 30; i++) {
      String query = "q" + i;
      server.minute(batch -> server.explained(batch, query, "a"));
    }
    assertThat(server.context().number("statements_turned_away")).isEqualTo(20);
    assertThat(server.context().number("statements_evicted")).isZero();

    server.pass(Duration.ofMinutes(61), batch -> server.explained(batch, "new", "a"));
    assertThat(server.context().number("statements_evicted")).isEqualTo(1);
  }

  @Test
  void whatIsNotSeenForTheRetentionIsForgotten() {
    SimulatedServer server = new SimulatedServer(SMALL);
    server.minute(batch -> server.explained(batch, "q", "a"));
    server.pass(Duration.ofHours(3), batch -> {});
    assertThat(server.context().number("statements_evicted")).isEqualTo(1);
    assertThat(server.context().number("statements")).isZero();
  }

  @Test
  void plansOfAStatementAreBounded() {
    SimulatedServer server = new SimulatedServer(SMALL);
    for (int i = 0; i < 50; i++) {
      String plan = "p" + i;
      server.minute(batch -> server.explained(batch, "q", plan));
    }
    assertThat(server.context().number("plans_evicted")).isEqualTo(48);
  }

  /** The most that can be remembered still fits where states are kept. */
  @Test
  void theFullestHistoryFitsIntoAState() {
    SimulatedServer server = new SimulatedServer(config(1_500, 5));
    String line = "x".repeat(40);
    for (int plan = 0; plan < 5; plan++) {
      String name = "plan-" + plan + "-" + "f".repeat(40);
      for (int i = 0; i < 70; i++) {
        server.minute(
            batch -> {
              for (int query = 0; query < 1_500; query++) {
                DbEvent event = server.plan(batch, "123456789012345678" + query, name);
                SimulatedServer.set(event, Collections.nCopies(10, line));
                DbEvent unused =
                    event
                        .set(PlanAttributes.PLAN_PROVENANCE, "executed")
                        .set(PlanAttributes.PLAN_EXECUTION_DURATION, 0.1);
              }
            });
      }
    }
    assertThat(server.context().number("statements")).isEqualTo(1_500);
    assertThat(server.stage().snapshot()).hasSizeBetween(5 << 20, 16 << 20);
  }
}
