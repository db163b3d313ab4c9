package io.dbintel.jdbc.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of a server did in the last while: Active Session History, in this process.
 *
 * <p>Holds every sample of sessions that ran, held a transaction open or worked for the server,
 * with who waited for whom, for a given time and in at most a given number of bytes; when memory
 * runs out first, the oldest minutes go and are counted. An hour of 50 such sessions a second takes
 * about 9 MiB.
 *
 * <p>Thread-safe for one writer, which is the collector, and any number of readers, who never wait
 * and never make the writer wait. Questions cost time linear in the observations of the history: a
 * few milliseconds for a full hour.
 *
 * <p>Time is estimated from samples as {@link ObservedTime} says. DB time is the time of sessions
 * that run something; over the time observed it is average active sessions (AAS).
 */
public final class SessionHistory {
  /** How long a history reaches back unless the host says otherwise. */
  public static final Duration DEFAULT_RETENTION = Duration.ofHours(1);

  /** How many bytes a history takes at most unless the host says otherwise. */
  public static final long DEFAULT_MAX_BYTES = 16L << 20;

  /** How few bytes a history can be given. */
  public static final long MIN_BYTES = 1L << 20;

  private static final int MAX_BUCKETS = 10_000;
  private static final int MAX_CELLS = 1_000_000;

  static final String OTHER = "other";

  private final HistoryInterner interner = new HistoryInterner();

  // Written by the writer, and by whoever sets limits before it begins.
  private volatile long retentionNanos;
  private volatile long maxBytes;

  // Published by the writer: the last segment is the one that it writes.
  private volatile HistorySegment[] segments;
  private volatile long retainedBytes;
  private volatile long evictedRows;
  private volatile long evictedTexts;
  private long nextSegment;
  private long rowsLost;

  /** An empty history with the default limits. */
  public SessionHistory() {
    this(DEFAULT_RETENTION, DEFAULT_MAX_BYTES);
  }

  /**
   * An empty history.
   *
   * @param retention how long it reaches back, above 0
   * @param maxBytes what it may take, at least {@link #MIN_BYTES}
   */
  public SessionHistory(Duration retention, long maxBytes) {
    segments = new HistorySegment[] {new HistorySegment(nextSegment++)};
    limits(retention, maxBytes);
  }

  /**
   * Changes the limits; the next sample obeys them. For the collector, which knows its
   * configuration only after the host may have asked for the history.
   */
  public void limits(Duration retention, long bytes) {
    if (retention.isNegative() || retention.isZero() || bytes < MIN_BYTES) {
      throw new IllegalArgumentException(
          "retention must be above 0 and bytes at least "
              + MIN_BYTES
              + " but were "
              + retention
              + " and "
              + bytes);
    }
    retentionNanos = retention.toNanos();
    maxBytes = bytes;
  }

  // --- writing

  /**
   * Adds a sample. Only sessions that {@linkplain SessionObservation#counts() count}, and roots of
   * blocking, are kept. For the one writer.
   *
   * @param epochNanos when it was taken, on the wall
   * @param seconds how many seconds it stands for
   */
  public void record(
      long epochNanos, double seconds, List<SessionObservation> sample, BlockingForest forest) {
    HistorySegment open = segmentFor(sample.size());
    Set<Integer> roots = new HashSet<>();
    for (BlockingTree tree : forest.trees()) {
      roots.add(tree.root().pid());
    }
    int skipped = 0;
    interner.textBudget(maxBytes / 4);
    for (SessionObservation seen : sample) {
      if (!seen.counts() && !roots.contains(seen.pid())) {
        continue;
      }
      if (open.rows() == HistorySegment.MAX_ROWS) {
        skipped++;
        continue;
      }
      // A parallel worker's wait is its leader's.
      open.add(seen, seen.leaderPid() == 0 ? forest.blockerOf(seen.pid()) : -1, interner);
    }
    open.endSample(epochNanos, seconds);
    evict(epochNanos, skipped);
  }

  private HistorySegment segmentFor(int newRows) {
    HistorySegment[] all = segments;
    HistorySegment open = all[all.length - 1];
    boolean full =
        open.samples() == HistorySegment.MAX_SAMPLES
            || (open.samples() > 0 && open.rows() + newRows > HistorySegment.MAX_ROWS)
            || open.bytes() > maxBytes / 8;
    if (!full) {
      return open;
    }
    open.seal();
    HistorySegment fresh = new HistorySegment(nextSegment++);
    HistorySegment[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = fresh;
    segments = more;
    return fresh;
  }

  private void evict(long nowEpochNanos, int skipped) {
    HistorySegment[] all = segments;
    long bytes = interner.bytes();
    for (HistorySegment segment : all) {
      bytes += segment.bytes();
    }
    long lost = skipped;
    int gone = 0;
    while (gone < all.length - 1) {
      HistorySegment oldest = all[gone];
      boolean expired = nowEpochNanos - oldest.epochNanos(oldest.samples() - 1) > retentionNanos;
      if (!expired && bytes <= maxBytes) {
        break;
      }
      lost += expired ? 0 : oldest.rows();
      long before = interner.bytes();
      oldest.release(interner);
      bytes -= oldest.bytes() + before - interner.bytes();
      gone++;
    }
    if (gone > 0) {
      segments = Arrays.copyOfRange(all, gone, all.length);
    }
    retainedBytes = bytes;
    rowsLost += lost;
    evictedRows = rowsLost;
    evictedTexts = interner.evictedTexts();
  }

  // --- asking

  /** For how many seconds of the window samples stand. */
  public double observedSeconds(TimeWindow window) {
    return tally(Dimension.BACKEND_KIND, window, SessionScope.DB_TIME).observed()[0];
  }

  /** Session-seconds in the window; DB time for {@link SessionScope#DB_TIME}. */
  public double seconds(TimeWindow window, SessionScope scope) {
    return tally(Dimension.BACKEND_KIND, window, scope).total();
  }

  /** DB time over the time observed; 0 if nothing was observed. */
  public double averageActiveSessions(TimeWindow window) {
    HistoryTally tally = tally(Dimension.BACKEND_KIND, window, SessionScope.DB_TIME);
    return over(tally.total(), tally.observed()[0]);
  }

  /**
   * The values with most time, most first.
   *
   * @param limit how many at most, at least 1
   */
  public List<SessionTime> top(
      Dimension dimension, TimeWindow window, SessionScope scope, int limit) {
    HistoryTally tally = tally(dimension, window, scope);
    List<SessionTime> top = new ArrayList<>();
    for (HistoryTally.Series series : tally.byTime()) {
      if (top.size() == limit) {
        break;
      }
      double sum = series.sum;
      top.add(time(series.value, sum, tally.observed()[0], tally.total(), series.text));
    }
    return top;
  }

  /**
   * How time was spent, step by step. Each bucket has the same series: the values with most time in
   * the whole window, and {@code other} for the rest if there is one.
   *
   * @param bucket the length of a step, above 0; a window has at most 10 000
   * @param maxSeries how many values get a series of their own, at least 1; times the number of
   *     steps it is at most 1 000 000
   * @throws IllegalArgumentException if {@code bucket} or {@code maxSeries} is out of range
   */
  public List<TimelineBucket> timeline(
      Dimension dimension, TimeWindow window, SessionScope scope, Duration bucket, int maxSeries) {
    long length = Duration.between(window.from(), window.to()).toNanos();
    long step = bucket.toNanos();
    if (step <= 0 || (length - 1) / step >= MAX_BUCKETS) {
      throw new IllegalArgumentException(
          "bucket must cut the window into 1 to " + MAX_BUCKETS + " steps but was " + bucket);
    }
    int buckets = (int) ((length - 1) / step) + 1;
    if (maxSeries < 1 || (long) buckets * maxSeries > MAX_CELLS) {
      throw new IllegalArgumentException(
          "maxSeries must be 1 to %d for %d steps but was %d"
              .formatted(MAX_CELLS / buckets, buckets, maxSeries));
    }
    List<HistoryTally.Series> values =
        new HistoryTally(dimension, scope, window).of(segments).byTime();
    List<HistoryTally.Series> top = values.subList(0, Math.min(maxSeries, values.size()));
    HistoryTally tally =
        new HistoryTally(dimension, scope, window, buckets, step, top).of(segments);
    List<HistoryTally.Series> series = new ArrayList<>();
    top.forEach(value -> series.add(requireNonNull(tally.series(value.value))));
    HistoryTally.Series other = requireNonNull(tally.other());
    if (other.sum > 0) {
      series.add(other);
    }
    List<TimelineBucket> timeline = new ArrayList<>(buckets);
    for (int i = 0; i < buckets; i++) {
      Instant begin = window.from().plusNanos(i * step);
      Instant end = i == buckets - 1 ? window.to() : begin.plusNanos(step);
      double observed = tally.observed()[i];
      timeline.add(new TimelineBucket(begin, end, observed, step(series, i, observed)));
    }
    return timeline;
  }

  /** Who waited for whom in the sample nearest to an instant; empty if there is no sample. */
  public Optional<BlockingSnapshot> blockingAt(Instant instant) {
    long wanted = TimeWindow.epochNanos(instant);
    HistorySegment nearest = null;
    int nearestSample = 0;
    long best = Long.MAX_VALUE;
    for (HistorySegment segment : segments) {
      int samples = segment.samples();
      for (int s = 0; s < samples; s++) {
        long distance = distance(segment.epochNanos(s), wanted);
        if (distance <= best) {
          best = distance;
          nearest = segment;
          nearestSample = s;
        }
      }
    }
    if (nearest == null) {
      return Optional.empty();
    }
    List<SessionObservation> sample = new ArrayList<>();
    for (int row = nearest.firstRow(nearestSample); row < nearest.rowEnd(nearestSample); row++) {
      sample.add(nearest.observation(row));
    }
    return Optional.of(
        new BlockingSnapshot(
            instant(nearest.epochNanos(nearestSample)), BlockingForest.of(sample)));
  }

  /** How full it is, and what it had to give up. */
  public HistoryStats stats() {
    long samples = 0;
    long rows = 0;
    Instant oldest = null;
    Instant newest = null;
    for (HistorySegment segment : segments) {
      int count = segment.samples();
      if (count > 0) {
        samples += count;
        rows += segment.rowEnd(count - 1);
        oldest = oldest == null ? instant(segment.epochNanos(0)) : oldest;
        newest = instant(segment.epochNanos(count - 1));
      }
    }
    return new HistoryStats(
        samples, rows, retainedBytes, evictedRows, evictedTexts, oldest, newest);
  }

  private HistoryTally tally(Dimension dimension, TimeWindow window, SessionScope scope) {
    return new HistoryTally(dimension, scope, window).of(segments);
  }

  private static List<SessionTime> step(
      List<HistoryTally.Series> all, int bucket, double observed) {
    double total = 0;
    for (HistoryTally.Series series : all) {
      total += series.seconds[bucket];
    }
    List<SessionTime> step = new ArrayList<>();
    for (HistoryTally.Series series : all) {
      step.add(time(series.value, series.seconds[bucket], observed, total, series.text));
    }
    return step;
  }

  private static SessionTime time(
      String value, double seconds, double observed, double total, @Nullable String text) {
    return new SessionTime(value, seconds, over(seconds, observed), over(seconds, total), text);
  }

  private static double over(double part, double whole) {
    return whole > 0 ? part / whole : 0;
  }

  /** Saturates: an instant may be at the end of time. */
  private static long distance(long a, long b) {
    long difference = a - b;
    boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
    return overflow || difference == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(difference);
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(0, epochNanos);
  }
}
