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
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * dbintel's own numbers as instruments that are read: totals, taken when OpenTelemetry asks, so
 * that they arrive even when the queue for events is full. One callback reads them all at once.
 */
final class OwnNumbers implements AutoCloseable {
  private static final String INSTANCE = io.dbintel.core.event.Attributes.INSTANCE_NAME.name();

  private final ComponentContext context;
  private final int maxSeries;
  private final Map<String, Observer> observers = new HashMap<>();
  private final BatchCallback callback;

  OwnNumbers(Meter meter, ComponentContext context, int maxSeries) {
    this.context = context;
    this.maxSeries = maxSeries;
    List<ObservableMeasurement> measurements = new ArrayList<>();
    for (EventType type : SelfMetricTypes.all()) {
      Observer observer = Observer.of(type, meter);
      observers.put(type.name(), observer);
      measurements.add(observer.measurement());
    }
    ObservableMeasurement first = measurements.remove(0);
    callback =
        meter.batchCallback(
            this::observe, first, measurements.toArray(new ObservableMeasurement[0]));
  }

  /** On the thread that reads metrics, which is the host's: nothing may come out of here. */
  private void observe() {
    try {
      Map<String, Integer> series = new HashMap<>();
      Map<Observer, Double> overflow = new HashMap<>();
      for (SelfMetric metric : context.selfMetrics()) {
        Observer observer = observers.get(metric.name());
        if (observer == null) {
          continue;
        }
        if (series.merge(metric.name(), 1, Integer::sum) <= maxSeries) {
          observer.record(metric.value(), labels(metric));
        } else if (observer.addsUp()) {
          overflow.merge(observer, metric.value(), Double::sum);
        }
      }
      overflow.forEach((observer, sum) -> observer.record(sum, Labels.OVERFLOWED));
    } catch (RuntimeException failure) {
      context.logger().log(System.Logger.Level.WARNING, "own numbers could not be read", failure);
    }
  }

  private Attributes labels(SelfMetric metric) {
    AttributesBuilder labels = Attributes.builder();
    labels.put(INSTANCE, context.instance());
    metric.labels().forEach(labels::put);
    return labels.build();
  }

  @Override
  public void close() {
    callback.close();
  }

  /** One instrument, of whichever value type. */
  private record Observer(
      Instrument instrument,
      @Nullable ObservableLongMeasurement longs,
      @Nullable ObservableDoubleMeasurement doubles) {

    static Observer of(EventType type, Meter meter) {
      Instrument instrument = Objects.requireNonNull(type.instrument());
      boolean integers = instrument.valueType() == Instrument.ValueType.LONG;
      return new Observer(
          instrument,
          integers ? longs(type, instrument, meter) : null,
          integers ? null : doubles(type, instrument, meter));
    }

    private static ObservableLongMeasurement longs(
        EventType type, Instrument instrument, Meter meter) {
      String unit = instrument.unit();
      String description = type.description();
      return switch (instrument.kind()) {
        case COUNTER ->
            meter
                .counterBuilder(type.name())
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
        case UP_DOWN_COUNTER ->
            meter
                .upDownCounterBuilder(type.name())
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
        case GAUGE ->
            meter
                .gaugeBuilder(type.name())
                .ofLongs()
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
      };
    }

    private static ObservableDoubleMeasurement doubles(
        EventType type, Instrument instrument, Meter meter) {
      String unit = instrument.unit();
      String description = type.description();
      return switch (instrument.kind()) {
        case COUNTER ->
            meter
                .counterBuilder(type.name())
                .ofDoubles()
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
        case UP_DOWN_COUNTER ->
            meter
                .upDownCounterBuilder(type.name())
                .ofDoubles()
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
        case GAUGE ->
            meter
                .gaugeBuilder(type.name())
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
      };
    }

    ObservableMeasurement measurement() {
      return longs != null ? longs : Objects.requireNonNull(doubles);
    }

    boolean addsUp() {
      return instrument.kind() != Instrument.Kind.GAUGE;
    }

    void record(double value, Attributes labels) {
      if (longs != null) {
        longs.record((long) value, labels);
      } else if (doubles != null) {
        doubles.record(value, labels);
      }
    }
  }
}
