package io.dbintel.processors.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The two tests on samples, against SciPy 1.17 and what can be counted by hand. */
final class SamplesTest {
  private static final double[] FEW = {1.1, 2.3, 0.7, 4.2, 3.3, 2.9, 5.0, 0.2};
  private static final double[] MORE = {4.4, 5.5, 6.1, 3.9, 7.0, 2.5, 8.8, 9.1};

  private static WelchComparison welch(double[] first, double[] second) {
    Moments a = new Moments(1_000);
    Moments b = new Moments(1_000);
    Arrays.stream(first).forEach(a::add);
    Arrays.stream(second).forEach(b::add);
    return WelchComparison.of(a.count(), a.mean(), a.variance(), b.count(), b.mean(), b.variance());
  }

  @Test
  void welchsTestIsThatOfSciPy() {
    WelchComparison test = welch(FEW, MORE);
    assertThat(test.difference() / test.error()).isCloseTo(3.380464872510204, within(1e-12));
    assertThat(test.df()).isCloseTo(12.854715733139601, within(1e-10));
    assertThat(test.p()).isCloseTo(0.004995270753898007, within(1e-12));
    assertThat(test.difference() - test.margin(0.95)).isCloseTo(1.2426574722482018, within(1e-9));
    assertThat(test.difference() + test.margin(0.95)).isCloseTo(5.657342527751798, within(1e-9));
  }

  @Test
  void samplesWithoutSpreadAreNotTakenForExact() {
    WelchComparison test = welch(new double[] {1, 1, 1}, new double[] {1.001, 1.001, 1.001});
    assertThat(test.p()).isGreaterThan(0.5);
  }

  /** Of the 252 orders of five and five values, four have a U of 2 or less. */
  @Test
  void ranksOfFewValuesAreCounted() {
    double[] first = {1, 2, 3, 4, 7};
    double[] second = {5, 6, 8, 9, 10};
    assertThat(RankComparison.twoSided(first, second)).isCloseTo(2 * 4 / 252.0, within(1e-15));
    assertThat(RankComparison.twoSided(second, first)).isCloseTo(2 * 4 / 252.0, within(1e-15));
  }

  @Test
  void ranksOfFewValuesAreThoseOfSciPy() {
    assertThat(RankComparison.twoSided(FEW, MORE)).isCloseTo(0.006993006993006993, within(1e-15));
    assertThat(RankComparison.twoSided(range(20, 0), range(20, 5.5)))
        .isCloseTo(0.009483607191205003, withinPercentage(1e-9));
  }

  @Test
  void ranksOfManyValuesAndOfTiesAreThoseOfSciPy() {
    double[] tied1 = {1, 1, 2, 2, 3, 3, 4, 5, 6, 7};
    double[] tied2 = {2, 3, 3, 4, 5, 5, 6, 7, 8, 8, 9, 9};
    assertThat(RankComparison.twoSided(tied1, tied2))
        .isCloseTo(0.03363156259058807, withinPercentage(1e-9));
    assertThat(RankComparison.twoSided(range(25, 0), range(30, 8.5)))
        .isCloseTo(5.544893873316531e-05, withinPercentage(1e-9));
  }

  @Test
  void equalOrMissingValuesProveNothing() {
    assertThat(RankComparison.twoSided(new double[] {1, 1}, new double[] {1, 1})).isEqualTo(1);
    assertThat(RankComparison.twoSided(new double[0], new double[] {1})).isEqualTo(1);
  }

  @Test
  void momentsOfAnythingAddUp() {
    Moments moments = new Moments(1_000);
    for (double value : new double[] {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}) {
      moments.add(value);
    }
    assertThat(moments.mean()).isEqualTo(1e9 + 10);
    assertThat(moments.variance()).isEqualTo(30);
  }

  @Test
  void oldValuesWeighLessOnceThereAreManyNewOnes() {
    Moments moments = new Moments(64);
    for (int i = 0; i < 10_000; i++) {
      moments.add(5);
    }
    for (int i = 0; i < 1_000; i++) {
      moments.add(1);
    }
    assertThat(moments.count()).isBetween(32.0, 64.0);
    assertThat(moments.mean()).isCloseTo(1, within(1e-6));
  }

  private static double[] range(int count, double from) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }
}
