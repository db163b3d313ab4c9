package io.dbintel.jdbc.metrics;

/** What several series are together, when they become one under the label {@code other}. */
public enum Together {
  /** Their sum. */
  SUM,
  /** The largest. */
  MAX,
  /** The least. */
  MIN;

  long of(long one, long more) {
    return switch (this) {
      case SUM -> one + more;
      case MAX -> Math.max(one, more);
      case MIN -> Math.min(one, more);
    };
  }

  double of(double one, double more) {
    return switch (this) {
      case SUM -> one + more;
      case MAX -> Math.max(one, more);
      case MIN -> Math.min(one, more);
    };
  }
}
