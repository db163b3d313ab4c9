package io.dbintel.otel;

import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.SelfMetric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * dbintel's own numbers, read when OpenTelemetry asks, so that they arrive even when the queue for
 * events is full. One callback reads them all at once.
 *
 * <p>Totals go into counters that are added to by what they rose: an instance that is built after
 * this one on the same OpenTelemetry begins at zero, and a counter that is read would fall. What
 * they rose since the last reading is added at the end.
 */
final class OwnNumbers implements AutoCloseable {
  private static final String INSTANCE = io.dbintel.core.event.Attributes.INSTANCE_NAME.name();

  private final ComponentContext context;
  private final int maxSeries;
  private final Map<String, OwnReading> readings = new HashMap<>();
  private final Map<String, BoundedCounter> counters = new HashMap<>();
  private final BatchCallback callback;
  private final Object lock = new Object();

  /** The totals as they were last added. */
  private Map<Series, Double> added = new HashMap<>();

  private boolean closed;

  private record Series(String metric, Map<String, String> labels) {}

  OwnNumbers(Meter meter, ComponentContext context, int maxSeries) {
    this.context = context;
    this.maxSeries = maxSeries;
    List<ObservableMeasurement> measurements = new ArrayList<>();
    for (EventType type : SelfMetricTypes.all()) {
      if (Objects.requireNonNull(type.instrument()).kind() == Instrument.Kind.COUNTER) {
        counters.put(type.name(), new BoundedCounter(type, meter, maxSeries, context.clock()));
      } else {
        OwnReading reading = OwnReading.of(type, meter);
        readings.put(type.name(), reading);
        measurements.add(reading.measurement());
      }
    }
    ObservableMeasurement first = measurements.remove(0);
    callback =
        meter.batchCallback(
            this::observe, first, measurements.toArray(new ObservableMeasurement[0]));
  }

  /** On the thread that reads metrics, which is the host's: nothing may come out of here. */
  private void observe() {
    try {
      read(add());
    } catch (RuntimeException failure) {
      log(failure);
    }
  }

  /** Adds what the totals rose, and gives all numbers; several readers may ask at a time. */
  List<SelfMetric> add() {
    synchronized (lock) {
      List<SelfMetric> metrics = context.selfMetrics();
      if (closed) {
        return metrics;
      }
      Map<Series, Double> now = new HashMap<>();
      for (SelfMetric metric : metrics) {
        BoundedCounter counter = counters.get(metric.name());
        if (counter != null) {
          Series series = new Series(metric.name(), metric.labels());
          double before = added.getOrDefault(series, 0.0);
          // One that fell is that of a target which was removed and added again.
          rise(counter, before > metric.value() ? 0 : before, metric);
          now.put(series, metric.value());
        }
      }
      added = now;
      return metrics;
    }
  }

  private void rise(BoundedCounter counter, double before, SelfMetric metric) {
    if (counter.countsIntegers()) {
      counter.add((long) metric.value() - (long) before, labels(metric));
    } else {
      counter.add(metric.value() - before, labels(metric));
    }
  }

  private void read(List<SelfMetric> metrics) {
    Map<String, Integer> series = new HashMap<>();
    Map<OwnReading, Double> overflow = new HashMap<>();
    for (SelfMetric metric : metrics) {
      OwnReading reading = readings.get(metric.name());
      if (reading == null) {
        continue;
      }
      if (series.merge(metric.name(), 1, Integer::sum) <= maxSeries) {
        reading.record(metric.value(), labels(metric));
      } else if (reading.addsUp()) {
        overflow.merge(reading, metric.value(), Double::sum);
      }
    }
    overflow.forEach((reading, sum) -> reading.record(sum, Labels.OVERFLOWED));
  }

  private Attributes labels(SelfMetric metric) {
    AttributesBuilder labels = Attributes.builder();
    labels.put(INSTANCE, context.instance());
    metric.labels().forEach(labels::put);
    return labels.build();
  }

  private void log(RuntimeException failure) {
    context.logger().log(System.Logger.Level.WARNING, "own numbers could not be read", failure);
  }

  /** Adds what is left; whatever is read is no longer reported. Idempotent. */
  @Override
  public void close() {
    callback.close();
    try {
      add();
    } catch (RuntimeException failure) {
      log(failure);
    }
    synchronized (lock) {
      closed = true;
    }
  }
}
