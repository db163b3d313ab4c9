package io.dbintel.processors.regression;

/**
 * Tail probabilities of the normal and of Student's distribution, accurate far into the tails,
 * where corrected levels of significance lie. Formulas are numbered as in the NIST Digital Library
 * of Mathematical Functions, <a href="https://dlmf.nist.gov">DLMF</a>. Relative errors are below
 * 1e-11 for probabilities above 1e-200; {@code DistributionsTest} holds them to published values.
 *
 * <p>Stateless and thread-safe. Each call costs some tens to some hundred multiplications.
 */
final class Distributions {
  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
  private static final double SQRT_PI = 1.772453850905516;
  private static final double SQRT_HALF = 0.7071067811865476;
  private static final double TINY = 1e-300;
  private static final double EPSILON = 1e-16;
  private static final int MAX_TERMS = 10_000;

  /** Bernoulli numbers over 2k(2k−1): the coefficients of Stirling's series. */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156
  };

  private Distributions() {}

  /** P(|T| ≥ |t|) of Student's T with {@code df} > 0 degrees of freedom: DLMF 8.17.1 with z. */
  static double studentTwoSided(double t, double df) {
    if (Double.isNaN(t) || !(df > 0)) {
      return 1;
    }
    if (Double.isInfinite(t)) {
      return 0;
    }
    double square = t * t;
    return incompleteBeta(df / 2, 0.5, df / (df + square), square / (df + square));
  }

  /**
   * The t beyond which, on both sides, lies {@code p} of Student's distribution.
   *
   * @param p in (0, 1)
   */
  static double studentQuantileTwoSided(double p, double df) {
    double low = 0;
    double high = 1;
    while (studentTwoSided(high, df) > p && high < 1e12) {
      low = high;
      high *= 2;
    }
    for (int i = 0; i < 100 && high - low > 1e-12 * high; i++) {
      double middle = (low + high) / 2;
      if (studentTwoSided(middle, df) > p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** P(Z ≥ z) of a standard normal Z. */
  static double normalUpper(double z) {
    if (Double.isNaN(z)) {
      return 1;
    }
    double x = z * SQRT_HALF;
    if (x < 0) {
      return 1 - complementaryError(-x) / 2;
    }
    return complementaryError(x) / 2;
  }

  /** erfc(x), x ≥ 0: DLMF 7.6.2 near zero, the continued fraction 7.9.1 beyond. */
  private static double complementaryError(double x) {
    if (x < 1.5) {
      double term = x;
      double sum = x;
      for (int n = 1; n < MAX_TERMS && term > sum * EPSILON; n++) {
        term *= 2 * x * x / (2 * n + 1);
        sum += term;
      }
      return 1 - 2 / SQRT_PI * Math.exp(-x * x) * sum;
    }
    if (x > 40) {
      return 0;
    }
    // √π·exp(x²)·erfc(x) = 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the far end.
    double tail = x;
    for (int k = 200; k >= 1; k--) {
      tail = x + k / 2.0 / tail;
    }
    return Math.exp(-x * x) / (SQRT_PI * tail);
  }

  /** ln Γ(x), x > 0: Stirling's series, DLMF 5.11.1, after x was shifted up by 5.5.1. */
  static double logGamma(double x) {
    double shift = 0;
    double y = x;
    while (y < 15) {
      shift += Math.log(y);
      y++;
    }
    double inverseSquare = 1 / (y * y);
    double power = 1 / y;
    double series = 0;
    for (double coefficient : STIRLING) {
      series += coefficient * power;
      power *= inverseSquare;
    }
    return (y - 0.5) * Math.log(y) - y + HALF_LOG_TWO_PI + series - shift;
  }

  /**
   * The regularised incomplete beta function I_x(a, b): the continued fraction DLMF 8.17.22 by
   * Lentz's method (W. J. Lentz, Applied Optics 15 (1976) 668), with 8.17.4 where that converges
   * faster.
   *
   * @param complement 1 − x, given apart because it may be too small to tell from x
   */
  static double incompleteBeta(double a, double b, double x, double complement) {
    if (x <= 0) {
      return 0;
    }
    if (complement <= 0) {
      return 1;
    }
    double front =
        Math.exp(
            logGamma(a + b)
                - logGamma(a)
                - logGamma(b)
                + a * logOf(x, complement)
                + b * logOf(complement, x));
    if (x < (a + 1) / (a + b + 2)) {
      return front * betaFraction(a, b, x) / a;
    }
    return 1 - front * betaFraction(b, a, complement) / b;
  }

  /** ln x, from 1 − x where x is near 1. */
  private static double logOf(double x, double complement) {
    return complement < 0.5 ? Math.log1p(-complement) : Math.log(x);
  }

  private static double betaFraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / notZero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m <= MAX_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / notZero(1 + even * d);
      c = notZero(1 + even / c);
      fraction *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / notZero(1 + odd * d);
      c = notZero(1 + odd / c);
      double step = d * c;
      fraction *= step;
      if (Math.abs(step - 1) < EPSILON) {
        break;
      }
    }
    return fraction;
  }

  private static double notZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
