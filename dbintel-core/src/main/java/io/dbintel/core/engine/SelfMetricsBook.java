package io.dbintel.core.engine;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.SelfMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The numbers one component keeps about itself. Thread-safe. */
final class SelfMetricsBook implements SelfMetrics {
  private static final int MAX_NAMES = 64;

  private final String component;
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();

  SelfMetricsBook(String component) {
    this.component = component;
  }

  @Override
  public void add(String name, long amount) {
    LongAdder counter = counters.get(name);
    if (counter == null) {
      counter = counters.computeIfAbsent(admit(name), n -> new LongAdder());
    }
    counter.add(amount);
  }

  @Override
  public void set(String name, double value) {
    AtomicLong gauge = gauges.get(name);
    if (gauge == null) {
      gauge = gauges.computeIfAbsent(admit(name), n -> new AtomicLong());
    }
    gauge.set(Double.doubleToRawLongBits(value));
  }

  private String admit(String name) {
    return names.incrementAndGet() <= MAX_NAMES ? name : LaneBooks.OTHER;
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
