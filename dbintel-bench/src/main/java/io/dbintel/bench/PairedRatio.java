package io.dbintel.bench;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * By how much a rate differs with something from what it is without, from pairs of runs that
 * followed one another: the geometric mean of the ratios and its 95 % confidence interval by
 * Student's t on their logarithms.
 *
 * @param ratio with over without
 * @param low the interval's lower end
 * @param high the interval's upper end
 * @param deviation the standard deviation of a single pair's ratio, as a share of it
 * @param pairs how many pairs there were
 * @see <a href="https://www.itl.nist.gov/div898/handbook/prc/section3/prc31.htm">NIST/SEMATECH
 *     Handbook of Statistical Methods, 7.3.1, analysis of paired observations</a>
 */
record PairedRatio(double ratio, double low, double high, double deviation, int pairs) {

  /** One pair: the same rate without and with what is looked at. */
  record Pair(double without, double with) {}

  /**
   * The ratio of at least two pairs.
   *
   * @throws IllegalArgumentException if there are fewer, or a rate is not above 0
   */
  static PairedRatio of(List<Pair> pairs) {
    int n = pairs.size();
    double[] logs = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      Pair pair = pairs.get(i);
      if (!(pair.without() > 0) || !(pair.with() > 0)) {
        throw new IllegalArgumentException("rates must be above 0 but were " + pair);
      }
      logs[i] = Math.log(pair.with() / pair.without());
      sum += logs[i];
    }
    if (n < 2) {
      throw new IllegalArgumentException("one pair has no deviation");
    }
    double mean = sum / n;
    double squares = 0;
    for (double log : logs) {
      squares += (log - mean) * (log - mean);
    }
    double deviation = Math.sqrt(squares / (n - 1));
    double quantile = new TDistribution(null, n - 1.0).inverseCumulativeProbability(0.975);
    double half = quantile * deviation / Math.sqrt(n);
    return new PairedRatio(
        Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half), deviation, n);
  }

  /** What is lost, in percent; negative if there is more. */
  String cost() {
    return percent(1 - ratio);
  }

  /** The interval of what is lost, in percent. */
  String interval() {
    return percent(1 - high) + " to " + percent(1 - low);
  }

  /** Whether the data show that no more than {@code share} is lost, in words. */
  String verdict(double share) {
    if (1 - low <= share) {
      return "held";
    }
    return 1 - high > share ? "missed" : "not decided";
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}
