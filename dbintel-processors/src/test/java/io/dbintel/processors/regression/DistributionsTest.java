package io.dbintel.processors.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against printed tables (Student's t, the normal) and values computed by SciPy 1.17. */
final class DistributionsTest {
  private static final double TEN_DIGITS = 1e-8;

  @ParameterizedTest
  @CsvSource({
    "2, 10, 0.07338803477074037",
    "0.5, 1, 0.7048327646991335",
    "5, 3.7, 0.009163967644893314",
    "12, 14.2, 7.995578877828673e-09",
    "6, 62, 1.1132157152978707e-07",
    "40, 7, 1.5902179984850364e-09",
    "0.001, 5, 0.9992407867721976",
    "30, 200, 5.724161208827853e-76"
  })
  void tailsOfStudentsDistributionAreThoseOfSciPy(double t, double df, double p) {
    assertThat(Distributions.studentTwoSided(t, df)).isCloseTo(p, withinPercentage(TEN_DIGITS));
    assertThat(Distributions.studentTwoSided(-t, df)).isCloseTo(p, withinPercentage(TEN_DIGITS));
  }

  /** Two-sided critical values as every table of Student's t prints them. */
  @ParameterizedTest
  @CsvSource({
    "0.05, 1, 12.706",
    "0.05, 10, 2.228",
    "0.05, 30, 2.042",
    "0.01, 5, 4.032",
    "0.01, 120, 2.617",
    "0.001, 30, 3.646",
    "0.001, 60, 3.460"
  })
  void quantilesOfStudentsDistributionAreThoseOfTheTables(double p, double df, double t) {
    assertThat(Distributions.studentQuantileTwoSided(p, df)).isCloseTo(t, within(0.0005));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "0.5, 0.3085375387259869",
    "1.5, 0.06680720126885807",
    "1.96, 0.024997895148220435",
    "2.2, 0.013903447513498595",
    "5, 2.866515718791933e-07",
    "10, 7.61985302416047e-24",
    "30, 4.906713927147908e-198",
    "-1, 0.8413447460685429"
  })
  void tailsOfTheNormalDistributionAreThoseOfSciPy(double z, double p) {
    assertThat(Distributions.normalUpper(z)).isCloseTo(p, withinPercentage(TEN_DIGITS));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5723649429247001",
    "1, 0",
    "3.25, 0.9358019311087253",
    "15, 25.191221182738683",
    "100.5, 361.43554046777757"
  })
  void logarithmsOfGammaAreThoseOfSciPy(double x, double expected) {
    assertThat(Distributions.logGamma(x)).isCloseTo(expected, within(1e-11));
  }

  @Test
  void whatIsNoNumberProvesNothing() {
    assertThat(Distributions.studentTwoSided(Double.NaN, 5)).isEqualTo(1);
    assertThat(Distributions.studentTwoSided(1, Double.NaN)).isEqualTo(1);
    assertThat(Distributions.normalUpper(Double.NaN)).isEqualTo(1);
    assertThat(Distributions.studentTwoSided(Double.POSITIVE_INFINITY, 5)).isZero();
  }
}
