package io.dbintel.jdbc.explain;

/**
 * How much time of the server may be spent: a share of the time that passes, of which an hour's
 * worth can be saved up. What was begun is paid for though it takes more; then it takes that much
 * longer until there is any again. Belongs to one writer.
 */
final class TimeBudget {
  private static final double SAVED_NANOS = 3_600e9;

  private final double share;
  private double balanceNanos;
  private long lastNanos;
  private double spentNanos;

  TimeBudget(double share, long now) {
    this.share = share;
    balanceNanos = share * SAVED_NANOS;
    lastNanos = now;
  }

  boolean isLeft(long now) {
    balanceNanos = Math.min(share * SAVED_NANOS, balanceNanos + share * (now - lastNanos));
    lastNanos = now;
    return balanceNanos > 0;
  }

  void spend(long nanos) {
    balanceNanos -= nanos;
    spentNanos += nanos;
  }

  double spentSeconds() {
    return spentNanos / 1e9;
  }
}
