package io.dbintel.otel;

import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of dbintel's own numbers that is no counter: an instrument that is read. */
record OwnReading(
    boolean addsUp,
    @Nullable ObservableLongMeasurement longs,
    @Nullable ObservableDoubleMeasurement doubles) {

  static OwnReading of(EventType type, Meter meter) {
    Instrument instrument = Objects.requireNonNull(type.instrument());
    boolean integers = instrument.valueType() == Instrument.ValueType.LONG;
    if (instrument.kind() == Instrument.Kind.UP_DOWN_COUNTER) {
      var builder =
          meter
              .upDownCounterBuilder(type.name())
              .setUnit(instrument.unit())
              .setDescription(type.description());
      return new OwnReading(
          true,
          integers ? builder.buildObserver() : null,
          integers ? null : builder.ofDoubles().buildObserver());
    }
    var builder =
        meter
            .gaugeBuilder(type.name())
            .setUnit(instrument.unit())
            .setDescription(type.description());
    return new OwnReading(
        false,
        integers ? builder.ofLongs().buildObserver() : null,
        integers ? null : builder.buildObserver());
  }

  ObservableMeasurement measurement() {
    return longs != null ? longs : Objects.requireNonNull(doubles);
  }

  void record(double value, Attributes labels) {
    if (longs != null) {
      longs.record((long) value, labels);
    } else if (doubles != null) {
      doubles.record(value, labels);
    }
  }
}
