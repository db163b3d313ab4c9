package io.dbintel.core.engine;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.SelfMetric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of one collector's collections: how many, how long, how late, why not. */
final class CollectorMeter {
  private static final int MAX_REASONS = 64;

  private final Map<String, String> labels;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final Map<String, Long> skipped = new TreeMap<>();
  private long badRows;
  private double durationSeconds;
  private double longestSeconds;
  private double latenessSeconds;
  private double serverSeconds;

  CollectorMeter(CollectionKey key) {
    this.labels =
        Map.of(
            Attributes.TARGET_ID.name(),
            key.target(),
            Attributes.COLLECTOR_NAME.name(),
            key.collector());
  }

  synchronized void ended(String outcome, long nanos, long serverNanos) {
    outcomes.merge(outcome, 1L, Long::sum);
    double seconds = nanos / 1e9;
    durationSeconds += seconds;
    longestSeconds = Math.max(longestSeconds, seconds);
    serverSeconds += serverNanos / 1e9;
  }

  synchronized void late(long nanos) {
    latenessSeconds += nanos / 1e9;
  }

  synchronized void skipped(String reason, long times) {
    boolean known = skipped.containsKey(reason) || skipped.size() < MAX_REASONS;
    skipped.merge(known ? reason : LaneBooks.OTHER, times, Long::sum);
  }

  synchronized void badRow() {
    badRows++;
  }

  /** Adds its numbers and whether a collection is under way or waits for its turn. */
  synchronized void addTo(List<SelfMetric> metrics, boolean active) {
    outcomes.forEach(
        (outcome, times) ->
            metrics.add(
                metric(SelfMetricTypes.COLLECTION_COUNT, Attributes.OUTCOME, outcome, times)));
    skipped.forEach(
        (reason, times) ->
            metrics.add(
                metric(SelfMetricTypes.COLLECTION_SKIPPED, Attributes.REASON, reason, times)));
    metrics.add(metric(SelfMetricTypes.COLLECTION_ACTIVE, active ? 1.0 : 0.0));
    metrics.add(metric(SelfMetricTypes.COLLECTION_BAD_ROWS, (double) badRows));
    metrics.add(metric(SelfMetricTypes.COLLECTION_DURATION, durationSeconds));
    metrics.add(metric(SelfMetricTypes.COLLECTION_DURATION_MAX, longestSeconds));
    metrics.add(metric(SelfMetricTypes.COLLECTION_LATENESS, latenessSeconds));
    metrics.add(metric(SelfMetricTypes.COLLECTION_SERVER_TIME, serverSeconds));
  }

  private SelfMetric metric(EventType type, double value) {
    return new SelfMetric(type, labels, value);
  }

  private SelfMetric metric(EventType type, AttrKey<String> key, String label, long times) {
    Map<String, String> more = new HashMap<>(labels);
    more.put(key.name(), label);
    return new SelfMetric(type, more, (double) times);
  }
}
