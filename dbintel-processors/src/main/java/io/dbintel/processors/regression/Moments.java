package io.dbintel.processors.regression;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Count, mean and sum of squared deviations of values, updated one by one.
 *
 * <p>When the count reaches its limit, it and the sum are halved: older values then weigh less and
 * less, so that a plan which ran for months is judged by what it did lately. Not thread-safe.
 *
 * @see <a href="https://doi.org/10.1080/00401706.1962.10490022">B. P. Welford, Note on a method for
 *     calculating corrected sums of squares and products, Technometrics 4 (1962)</a>
 */
final class Moments {
  private final int limit;
  private double count;
  private double mean;
  private double squares;

  /** Nothing yet; it weighs like at most {@code limit} values. */
  Moments(int limit) {
    this.limit = limit;
  }

  void add(double value) {
    if (count >= limit) {
      count /= 2;
      squares /= 2;
    }
    count++;
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(count);
    out.writeDouble(mean);
    out.writeDouble(squares);
  }

  void read(DataInput in) throws IOException {
    count = StateForm.finite(in.readDouble());
    mean = StateForm.finite(in.readDouble());
    squares = StateForm.finite(in.readDouble());
  }

  /** How many values it weighs like. */
  double count() {
    return count;
  }

  /** 0 if there is nothing. */
  double mean() {
    return mean;
  }

  /** The sum of squared deviations from the mean. */
  double squares() {
    return squares;
  }

  /** The unbiased variance; 0 of less than two values. */
  double variance() {
    return count < 2 ? 0 : squares / (count - 1);
  }
}
