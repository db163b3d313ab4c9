package io.dbintel.jdbc.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the rows of a window by one dimension, in equal buckets. Linear in the rows, with one map
 * look-up for each different value of a segment. Used once, by one thread.
 */
@SuppressWarnings("EnumOrdinal") // Positions in arrays of this process; nothing is written down.
final class HistoryTally {
  private final Dimension dimension;
  private final SessionScope scope;
  private final long from;
  private final long to;
  private final long bucketNanos;
  private final double[] observed;
  private final @Nullable Series other;
  private final Map<String, Series> series = new HashMap<>();
  private double total;

  /** One value's sums. */
  static final class Series {
    final String value;
    final double[] seconds;
    double sum;
    @Nullable String text;

    Series(String value, int buckets) {
      this.value = value;
      this.seconds = new double[buckets];
    }
  }

  /** Adds up each value of the whole window. */
  HistoryTally(Dimension dimension, SessionScope scope, TimeWindow window) {
    this(null, dimension, scope, window, 1, Long.MAX_VALUE);
  }

  /** Adds up some values, bucket by bucket, and all others as one. */
  HistoryTally(
      Dimension dimension,
      SessionScope scope,
      TimeWindow window,
      int buckets,
      long nanos,
      List<Series> values) {
    this(new Series(SessionHistory.OTHER, buckets), dimension, scope, window, buckets, nanos);
    for (Series value : values) {
      Series stepped = new Series(value.value, buckets);
      stepped.text = value.text;
      series.put(value.value, stepped);
    }
  }

  private HistoryTally(
      @Nullable Series other,
      Dimension dimension,
      SessionScope scope,
      TimeWindow window,
      int buckets,
      long nanos) {
    this.dimension = dimension;
    this.scope = scope;
    this.from = window.fromEpochNanos();
    this.to = window.toEpochNanos();
    this.bucketNanos = nanos;
    this.observed = new double[buckets];
    this.other = other;
  }

  HistoryTally of(HistorySegment[] segments) {
    for (HistorySegment segment : segments) {
      add(segment);
    }
    return this;
  }

  /** The values, most time first. */
  List<Series> byTime() {
    List<Series> all = new ArrayList<>(series.values());
    all.sort(
        Comparator.comparingDouble((Series one) -> one.sum)
            .reversed()
            .thenComparing(one -> one.value));
    return all;
  }

  /** The value of that name. */
  @Nullable Series series(String value) {
    return series.get(value);
  }

  /** What has no series of its own; null where every value has one. */
  @Nullable Series other() {
    return other;
  }

  double total() {
    return total;
  }

  double[] observed() {
    return observed;
  }

  private void add(HistorySegment segment) {
    int samples = segment.samples();
    Series[] local = new Series[64];
    for (int s = 0; s < samples; s++) {
      long at = segment.epochNanos(s);
      if (at <= from || at > to) {
        continue;
      }
      // A sample at the end of a bucket belongs to it, as one at the end of the window does.
      int bucket = observed.length == 1 ? 0 : (int) ((at - from - 1) / bucketNanos);
      double seconds = segment.seconds(s);
      observed[bucket] += seconds;
      for (int row = segment.firstRow(s); row < segment.rowEnd(s); row++) {
        if (!scope.includes(segment.kind(row), segment.state(row))) {
          continue;
        }
        int id = id(segment, row);
        if (id >= local.length) {
          local = Arrays.copyOf(local, Math.max(id + 1, local.length * 2));
        }
        if (local[id] == null) {
          local[id] = seriesOf(segment, row);
        }
        local[id].seconds[bucket] += seconds;
        local[id].sum += seconds;
        total += seconds;
      }
    }
  }

  private int id(HistorySegment segment, int row) {
    HistoryColumn column = column();
    if (column != null) {
      return segment.id(column, row);
    }
    return dimension == Dimension.STATE
        ? segment.state(row).ordinal()
        : segment.kind(row).ordinal();
  }

  private Series seriesOf(HistorySegment segment, int row) {
    String label = label(segment, row);
    if (other != null) {
      return series.getOrDefault(label, other);
    }
    Series known = series.computeIfAbsent(label, value -> new Series(value, observed.length));
    if (dimension == Dimension.QUERY && known.text == null) {
      known.text = segment.entry(HistoryColumn.QUERY, id(segment, row)).text();
    }
    return known;
  }

  private String label(HistorySegment segment, int row) {
    HistoryColumn column = column();
    if (column == null) {
      return dimension == Dimension.STATE ? segment.state(row).label() : segment.kind(row).label();
    }
    Object value = segment.entry(column, segment.id(column, row)).value;
    return switch (dimension) {
      case WAIT_CLASS -> ((Wait) value).type();
      case WAIT_EVENT -> ((Wait) value).label();
      case QUERY -> ((QueryRef) value).label();
      default -> value.toString();
    };
  }

  private @Nullable HistoryColumn column() {
    return switch (dimension) {
      case WAIT_CLASS, WAIT_EVENT -> HistoryColumn.WAIT;
      case QUERY -> HistoryColumn.QUERY;
      case DATABASE -> HistoryColumn.DATABASE;
      case USER -> HistoryColumn.USER;
      case APPLICATION -> HistoryColumn.APPLICATION;
      case CLIENT -> HistoryColumn.CLIENT;
      case STATE, BACKEND_KIND -> null;
    };
  }
}
