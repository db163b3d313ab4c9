package io.dbintel.core.engine;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.SelfMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The numbers one component keeps about itself: so many by name, and all others as one.
 * Thread-safe.
 */
final class SelfMetricsBook implements SelfMetrics {
  private static final int MAX_NAMES = 64;

  private final String component;
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();

  SelfMetricsBook(String component) {
    this.component = component;
  }

  @Override
  public void add(String name, long amount) {
    LongAdder counter = counters.get(name);
    if (counter == null) {
      counter = begun(counters, name, LongAdder::new);
    }
    counter.add(amount);
  }

  @Override
  public void set(String name, double value) {
    AtomicLong gauge = gauges.get(name);
    if (gauge == null) {
      gauge = begun(gauges, name, AtomicLong::new);
    }
    gauge.set(Double.doubleToRawLongBits(value));
  }

  /** The number of that name; that of all others together if there are too many names. */
  private synchronized <N> N begun(Map<String, N> numbers, String name, Supplier<N> zero) {
    boolean room = counters.size() + gauges.size() < MAX_NAMES;
    String kept = room || numbers.containsKey(name) ? name : LaneBooks.OTHER;
    return numbers.computeIfAbsent(kept, begun -> zero.get());
  }

  void addTo(List<SelfMetric> metrics) {
    counters.forEach(
        (name, value) ->
            metrics.add(
                new SelfMetric(
                    SelfMetricTypes.COMPONENT_COUNT, labels(name), (double) value.sum())));
    gauges.forEach(
        (name, value) ->
            metrics.add(
                new SelfMetric(
                    SelfMetricTypes.COMPONENT_VALUE,
                    labels(name),
                    Double.longBitsToDouble(value.get()))));
  }

  private Map<String, String> labels(String name) {
    return Map.of(
        Attributes.COMPONENT_NAME.name(), component, Attributes.COMPONENT_MEASURE.name(), name);
  }
}
