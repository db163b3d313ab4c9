package io.dbintel.core.engine;

import io.dbintel.core.event.Instrument;
import io.dbintel.core.report.SelfMetric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of one collector's collections: how many, how long, how late, why not. */
final class CollectorMeter {
  private static final int MAX_REASONS = 64;
  private static final Instrument COUNT =
      new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.LONG, "{collection}");
  private static final Instrument SECONDS =
      new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.DOUBLE, "s");
  private static final Instrument MAX_SECONDS =
      new Instrument(Instrument.Kind.GAUGE, Instrument.ValueType.DOUBLE, "s");

  private final String component;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final Map<String, Long> skipped = new TreeMap<>();
  private long badRows;
  private double durationSeconds;
  private double longestSeconds;
  private double latenessSeconds;
  private double serverSeconds;

  CollectorMeter(String component) {
    this.component = component;
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

  synchronized void addTo(List<SelfMetric> metrics) {
    outcomes.forEach(
        (outcome, times) ->
            metrics.add(
                metric(
                    "dbintel.collection.count", COUNT, times.doubleValue(), "outcome", outcome)));
    skipped.forEach(
        (reason, times) ->
            metrics.add(
                metric(
                    "dbintel.collection.skipped", COUNT, times.doubleValue(), "reason", reason)));
    metrics.add(metric("dbintel.collection.bad_rows", COUNT, (double) badRows, "", ""));
    metrics.add(metric("dbintel.collection.duration", SECONDS, durationSeconds, "", ""));
    metrics.add(metric("dbintel.collection.duration.max", MAX_SECONDS, longestSeconds, "", ""));
    metrics.add(metric("dbintel.collection.lateness", SECONDS, latenessSeconds, "", ""));
    metrics.add(metric("dbintel.collection.server_time", SECONDS, serverSeconds, "", ""));
  }

  private SelfMetric metric(
      String name, Instrument instrument, double value, String label, String labelValue) {
    Map<String, String> labels =
        label.isEmpty()
            ? Map.of("collector", component)
            : Map.of("collector", component, label, labelValue);
    return new SelfMetric(name, labels, instrument, value);
  }
}
