package io.dbintel.jdbc.observe;

/**
 * A sum of floating-point numbers whose error does not grow with their number.
 *
 * <p>Not thread-safe.
 *
 * @see <a href="https://doi.org/10.1002/zamm.19740540106">A. Neumaier, Rundungsfehleranalyse
 *     einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974)</a>
 */
final class CompensatedSum {
  private double sum;
  private double lost;

  void add(double value) {
    double next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  double value() {
    return sum + lost;
  }
}
