package io.dbintel.processors.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How many regressions are found and how often one is told of nothing, over seeded scenarios. More
 * of them with {@code -Ddbintel.regression.repeats=20} and {@code -Ddbintel.regression.servers=50};
 * the table of such a run stands in docs/regression.md.
 */
final class RegressionSimulationTest {
  private static final int REPEATS = Integer.getInteger("dbintel.regression.repeats", 2);
  private static final int SERVERS = Integer.getInteger("dbintel.regression.servers", 4);
  private static final int DAYS = 40;
  private static final int HOURS = 24;

  @Test
  void ofTwentyRegressionsOfTwiceAndMoreNineteenAreFound() {
    List<String> missed = new ArrayList<>();
    int scenarios = 0;
    int found = 0;
    for (double factor : new double[] {1.2, 1.5, 2, 3, 5, 10, 50}) {
      List<String> missedOfFactor = new ArrayList<>();
      RegressionSimulation.Recall recall =
          RegressionSimulation.recall(factor, REPEATS, HOURS, missedOfFactor);
      report("%5.1f times: %s".formatted(factor, recall));
      if (factor >= 2) {
        scenarios += recall.scenarios();
        found += recall.found();
        missed.addAll(missedOfFactor);
      }
    }
    assertThat(scenarios).isGreaterThanOrEqualTo(200);
    assertThat((double) found / scenarios).as("missed: %s", missed).isGreaterThanOrEqualTo(0.95);
  }

  /** The upper end of the 95 % interval of a Poisson rate, not the rate alone, is held to one. */
  @Test
  void ofNothingLessThanOneAlarmInAThousandDaysIsTold() {
    RegressionSimulation.Quiet quiet = RegressionSimulation.quiet(SERVERS, DAYS);
    report(quiet.toString());
    assertThat(quiet.statementDays()).isGreaterThanOrEqualTo(3_000);
    assertThat(poissonUpper(quiet.alarms()) / quiet.statementDays() * 1_000)
        .as("alarms in a thousand days at most, by %s", quiet)
        .isLessThanOrEqualTo(1);
  }

  /**
   * The rate of which so few events or fewer have a probability of 5 %: 3.0 of none, 4.7 of one.
   */
  private static double poissonUpper(int events) {
    double low = events;
    double high = events + 10 + 5 * Math.sqrt(events + 1.0);
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      double term = Math.exp(-middle);
      double sum = term;
      for (int k = 1; k <= events; k++) {
        term *= middle / k;
        sum += term;
      }
      if (sum > 0.05) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static void report(String line) {
    System.out.println("regression simulation, " + line);
  }
}
