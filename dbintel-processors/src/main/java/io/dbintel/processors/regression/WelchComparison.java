package io.dbintel.processors.regression;

/**
 * How the means of two samples of logarithms differ, by Welch's t-test: the variances need not be
 * equal. On logarithms a difference is a ratio, and the long right tail of durations becomes one
 * that the test is exact enough for.
 *
 * @param difference mean of the second minus mean of the first
 * @param error standard error of the difference
 * @param df degrees of freedom after Welch and Satterthwaite
 * @param p two-sided p-value, in [0, 1]
 * @see <a href="https://doi.org/10.1093/biomet/34.1-2.28">B. L. Welch, The generalization of
 *     "Student's" problem when several different population variances are involved, Biometrika 34
 *     (1947)</a>
 * @see <a href="https://doi.org/10.2307/3002019">F. E. Satterthwaite, An approximate distribution
 *     of estimates of variance components, Biometrics Bulletin 2 (1946)</a>
 */
record WelchComparison(double difference, double error, double df, double p) {
  /**
   * No sample is taken to vary less than by this, on the logarithmic scale: counters are whole
   * numbers of blocks and clocks tick, so values that agree to the last digit are no proof of
   * infinite precision.
   */
  static final double LEAST_VARIANCE = 1e-4;

  /** Compares two samples of at least two values each. */
  static WelchComparison of(
      double n1, double mean1, double variance1, double n2, double mean2, double variance2) {
    double part1 = Math.max(variance1, LEAST_VARIANCE) / n1;
    double part2 = Math.max(variance2, LEAST_VARIANCE) / n2;
    double sum = part1 + part2;
    double error = Math.sqrt(sum);
    double df = sum * sum / (part1 * part1 / (n1 - 1) + part2 * part2 / (n2 - 1));
    double difference = mean2 - mean1;
    return new WelchComparison(
        difference, error, df, Distributions.studentTwoSided(difference / error, df));
  }

  /** The second over the first, as a ratio of geometric means. */
  double ratio() {
    return Math.exp(difference);
  }

  /** Half the width of the two-sided confidence interval of the difference. */
  double margin(double confidence) {
    return Distributions.studentQuantileTwoSided(1 - confidence, df) * error;
  }
}
