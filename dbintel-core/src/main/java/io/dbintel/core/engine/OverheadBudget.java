package io.dbintel.core.engine;

import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.Turn;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what our statements cost a server below a share of the wall time. It is a token bucket a
 * target and turn: wall time fills it at the ratio, up to a minute's worth, and a collection draws
 * what it cost the server when that is known. While the bucket is overdrawn collections are
 * refused, so intervals stretch by just as much as is needed.
 *
 * <p>Thread-safe. One bucket a target and turn, dropped with the target.
 */
final class OverheadBudget implements CollectionGuard {
  static final String REASON = "overhead_budget";
  private static final long BURST_NANOS = Duration.ofMinutes(1).toNanos();

  private final double ratio;
  private final Duration longest;
  private final Map<Purse, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * A budget.
   *
   * @param ratio server time over wall time, in (0, 1]
   * @param longest the time-out of its permits: it has no opinion of its own
   */
  OverheadBudget(double ratio, Duration longest) {
    this.ratio = ratio;
    this.longest = longest;
  }

  private record Purse(String target, Turn turn) {}

  private final class Bucket {
    private double balanceNanos = BURST_NANOS * ratio;
    private long filledAt;
    private double spentNanos;
    private final RecentCost recent;

    private Bucket(long now) {
      filledAt = now;
      recent = new RecentCost(now);
    }

    private synchronized double fill(long now) {
      balanceNanos =
          Math.min(BURST_NANOS * ratio, balanceNanos + Math.max(0, now - filledAt) * ratio);
      // Of two askers the later can come first.
      if (now - filledAt > 0) {
        filledAt = now;
      }
      return balanceNanos;
    }

    private synchronized void draw(double nanos, long at) {
      balanceNanos -= nanos;
      spentNanos += nanos;
      recent.add(nanos, at);
    }

    private synchronized double recentRatio(long now) {
      return recent.ratio(now);
    }

    private synchronized double spent() {
      return spentNanos;
    }
  }

  @Override
  public Admission admit(CollectionKey key, long nanoTime) {
    Bucket bucket =
        buckets.computeIfAbsent(new Purse(key.target(), key.turn()), purse -> new Bucket(nanoTime));
    double balance = bucket.fill(nanoTime);
    if (balance < 0) {
      return new Admission.Refused(REASON, Duration.ofNanos((long) Math.ceil(-balance / ratio)));
    }
    return new BudgetPermit(bucket, nanoTime);
  }

  /** The server time of a target's turn over wall time, in about the last minute. */
  double recentRatio(String target, Turn turn, long now) {
    Bucket bucket = buckets.get(new Purse(target, turn));
    return bucket == null ? 0 : bucket.recentRatio(now);
  }

  /** The server time that a target's collections took in a turn since the start, in seconds. */
  double spentSeconds(String target, Turn turn) {
    Bucket bucket = buckets.get(new Purse(target, turn));
    return bucket == null ? 0 : bucket.spent() / 1e9;
  }

  @Override
  public void forget(String target) {
    buckets.keySet().removeIf(purse -> purse.target().equals(target));
  }

  private final class BudgetPermit implements Admission.Permit {
    private final Bucket bucket;
    private final long admittedAt;

    private BudgetPermit(Bucket bucket, long admittedAt) {
      this.bucket = bucket;
      this.admittedAt = admittedAt;
    }

    @Override
    public Duration timeout() {
      return longest;
    }

    @Override
    public void succeeded(CollectionCost cost) {
      bucket.draw((double) cost.serverNanos(), admittedAt);
    }

    @Override
    public void failed(Throwable error, CollectionCost cost) {
      bucket.draw((double) cost.serverNanos(), admittedAt);
    }

    @Override
    public void abandoned() {
      // Its turn is taken until its thread is back, and then it is known what it cost.
    }

    @Override
    public void returned(CollectionCost cost) {
      bucket.draw((double) cost.serverNanos(), admittedAt);
    }

    @Override
    public void unused() {
      // Nothing was spent.
    }
  }
}
