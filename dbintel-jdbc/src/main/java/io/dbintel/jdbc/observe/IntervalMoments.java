package io.dbintel.jdbc.observe;

/**
 * Mean and standard deviation of what was added to a running statistic between two looks at it.
 *
 * <p>The server keeps, over the life of a row, a count <i>n</i>, a sum <i>t</i>, a mean <i>m</i>
 * and a sum of squared deviations <i>M</i>, updated with each value x by Welford's method: <i>m' =
 * m + (x − m)/n'</i>, <i>M' = M + (x − m)(x − m')</i>; it shows <i>m</i> and the population
 * standard deviation √(<i>M</i>/<i>n</i>). For any state to begin with, be its mean right or not,
 * <i>k</i> values of mean <i>μ</i> bring
 *
 * <p style="text-align:center"><i>M<sub>1</sub> = M<sub>0</sub> + M<sub>k</sub> + (m<sub>0</sub> −
 * μ)² · n<sub>0</sub>k / n<sub>1</sub></i>
 *
 * <p>and so <i>M<sub>k</sub></i> can be told. Errors that the server made before the first look do
 * not matter: the state was what it was.
 *
 * <p><b>Error bounds.</b> With <i>u</i> = 2<sup>−53</sup>: each of the <i>k</i> additions to
 * <i>t</i> rounds by at most <i>u·t<sub>1</sub></i>, so <i>μ</i> is off by at most
 * <i>u·t<sub>1</sub></i> and its own rounding. Each update rounds <i>M</i> by at most
 * <i>u·M<sub>1</sub></i>, the products by 4<i>u</i> of themselves, and the mean by at most
 * 4<i>u</i> of the largest mean there can have been, which counts twice for every deviation; the
 * deviations add up to at most √(2<i>k</i>(<i>M<sub>1</sub> − M<sub>0</sub></i>)) by Cauchy and
 * Schwarz. Showing a root and squaring it again costs 6<i>u</i> of <i>M<sub>0</sub></i> and
 * <i>M<sub>1</sub></i>. The bounds add all of that up for the worst case. A value whose bound
 * exceeds {@value #MAX_RELATIVE_ERROR} of it is not told.
 *
 * <p>Immutable and thread-safe. Units are those of what was measured.
 *
 * @param mean mean of what was added; NaN if it cannot be told
 * @param meanError by how much {@code mean} may be off, at most; NaN with it
 * @param deviation population standard deviation of what was added; NaN if it cannot be told, as of
 *     less than two values
 * @param deviationError by how much {@code deviation} may be off, at most; NaN with it
 * @see <a href="https://doi.org/10.1080/00401706.1962.10490022">B. P. Welford, Note on a method for
 *     calculating corrected sums of squares and products, Technometrics 4 (1962)</a>
 * @see <a href="http://i.stanford.edu/pub/cstr/reports/cs/tr/79/773/CS-TR-79-773.pdf">Chan, Golub,
 *     LeVeque, Updating formulae and a pairwise algorithm for computing sample variances (1979)</a>
 */
public record IntervalMoments(
    double mean, double meanError, double deviation, double deviationError) {

  /** What a bound may be of its value. */
  public static final double MAX_RELATIVE_ERROR = 0.25;

  private static final double U = 0x1p-53;

  /** Nothing can be told. */
  public static final IntervalMoments UNKNOWN =
      new IntervalMoments(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /**
   * A running statistic as the server shows it.
   *
   * @param count how many values
   * @param total their sum
   * @param mean their running mean
   * @param deviation their population standard deviation
   */
  public record State(long count, double total, double mean, double deviation) {
    /** Nothing yet. */
    public static final State EMPTY = new State(0, 0, 0, 0);

    /** The sum of squared deviations. */
    double squares() {
      return deviation * deviation * count;
    }
  }

  /** What was added between two states of one life; values of at least 0. */
  public static IntervalMoments between(State before, State after) {
    long added = after.count() - before.count();
    double total = after.total() - before.total();
    if (added <= 0 || !(total >= 0)) {
      return UNKNOWN;
    }
    double mean = total / added;
    double meanError = U * after.total() + 3 * U * mean;
    if (!(meanError <= MAX_RELATIVE_ERROR * mean)) {
      return UNKNOWN;
    }
    if (added < 2) {
      return new IntervalMoments(mean, meanError, Double.NaN, Double.NaN);
    }
    double weight = (double) before.count() * added / after.count();
    double apart = before.count() == 0 ? 0 : before.mean() - mean;
    double correction = apart * apart * weight;
    double squares = Math.max(0, after.squares() - before.squares() - correction);
    double error = squaresError(before, after, added, total, correction, apart, weight, meanError);
    double deviation = Math.sqrt(squares / added);
    double low = Math.sqrt(Math.max(0, squares - error) / added);
    double high = Math.sqrt((squares + error) / added);
    double deviationError = Math.max(deviation - low, high - deviation) + 4 * U * deviation;
    return deviationError <= MAX_RELATIVE_ERROR * deviation
        ? new IntervalMoments(mean, meanError, deviation, deviationError)
        : new IntervalMoments(mean, meanError, Double.NaN, Double.NaN);
  }

  /** The same in another unit. */
  public IntervalMoments times(double factor) {
    return new IntervalMoments(
        mean * factor, meanError * factor, deviation * factor, deviationError * factor);
  }

  private static double squaresError(
      State before,
      State after,
      long added,
      double total,
      double correction,
      double apart,
      double weight,
      double meanError) {
    double shown = 6 * U * (before.squares() + after.squares());
    double rise = Math.max(0, after.squares() - before.squares()) + shown;
    double largestMean = before.mean() + total / (before.count() + 1.0);
    double drift = 4 * U * added * largestMean;
    double updates =
        added * U * after.squares() + 4 * U * rise + 2 * drift * Math.sqrt(2 * added * rise);
    // The drift's own square, for values that all lie within it.
    updates += added * drift * drift;
    double apartError = meanError + U * Math.abs(apart);
    double corrected = 2 * Math.abs(apart) * apartError * weight + apartError * apartError * weight;
    return shown + updates + corrected + 4 * U * (correction + after.squares());
  }
}
