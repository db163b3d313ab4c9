package io.dbintel.processors.regression;

import java.util.Arrays;

/**
 * The rank test of Mann, Whitney and Wilcoxon: whether values of one sample tend to be larger than
 * those of another, whatever their distribution. It stands beside Welch's test because a few
 * extreme values cannot carry it.
 *
 * <p>Up to {@value #EXACT} values a side without ties, the p-value is exact, by the recurrence of
 * Mann and Whitney; else it is that of the normal approximation, with the correction for ties and
 * for continuity.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177730491">H. B. Mann, D. R. Whitney, On a test of
 *     whether one of two random variables is stochastically larger than the other, Annals of
 *     Mathematical Statistics 18 (1947)</a>
 * @see <a href="https://doi.org/10.2307/3001968">F. Wilcoxon, Individual comparisons by ranking
 *     methods, Biometrics Bulletin 1 (1945)</a>
 */
final class RankComparison {
  static final int EXACT = 20;

  private RankComparison() {}

  /** The two-sided p-value; 1 if a sample is empty. */
  static double twoSided(double[] first, double[] second) {
    int n1 = first.length;
    int n2 = second.length;
    if (n1 == 0 || n2 == 0) {
      return 1;
    }
    double[] a = first.clone();
    double[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    // Twice U of the second sample, so that half a point for a tie stays whole.
    long twiceU = 0;
    double ties = 0;
    int below = 0;
    int i = 0;
    int j = 0;
    while (i < n1 || j < n2) {
      double value = j == n2 || (i < n1 && a[i] <= b[j]) ? a[i] : b[j];
      int fromI = i;
      int fromJ = j;
      while (i < n1 && a[i] == value) {
        i++;
      }
      while (j < n2 && b[j] == value) {
        j++;
      }
      int equal1 = i - fromI;
      int equal2 = j - fromJ;
      twiceU += (long) equal2 * (2L * below + equal1);
      below = i;
      double equal = (double) equal1 + equal2;
      ties += equal * equal * equal - equal;
    }
    if (ties == 0 && n1 <= EXACT && n2 <= EXACT) {
      return exact((int) (twiceU / 2), n1, n2);
    }
    return approximate(twiceU / 2.0, n1, n2, ties);
  }

  private static double exact(int u, int n1, int n2) {
    int least = Math.min(u, n1 * n2 - u);
    double[] ways = waysOfU(n1, n2);
    double tail = 0;
    double all = 0;
    for (int k = 0; k < ways.length; k++) {
      all += ways[k];
      if (k <= least) {
        tail += ways[k];
      }
    }
    return Math.min(1, 2 * tail / all);
  }

  /**
   * How many orders of the values have each U: the coefficients of the Gaussian binomial, the
   * product over k of (1 − q^(n1+k)) / (1 − q^k). Whole numbers below 2^53, so exact.
   */
  private static double[] waysOfU(int n1, int n2) {
    double[] ways = new double[n1 * n2 + 1];
    ways[0] = 1;
    for (int k = 1; k <= n2; k++) {
      for (int u = ways.length - 1; u >= n1 + k; u--) {
        ways[u] -= ways[u - n1 - k];
      }
      for (int u = k; u < ways.length; u++) {
        ways[u] += ways[u - k];
      }
    }
    return ways;
  }

  private static double approximate(double u, int n1, int n2, double ties) {
    double n = n1 + n2;
    double product = (double) n1 * n2;
    double variance = product / 12 * (n + 1 - ties / (n * (n - 1)));
    if (!(variance > 0)) {
      return 1;
    }
    double off = Math.max(0, Math.abs(u - product / 2) - 0.5);
    return Math.min(1, 2 * Distributions.normalUpper(off / Math.sqrt(variance)));
  }
}
