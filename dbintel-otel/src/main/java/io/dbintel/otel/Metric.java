package io.dbintel.otel;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.spi.Clock;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.Objects;

/** One metric on its way into OpenTelemetry. */
abstract class Metric implements AutoCloseable {
  /** What became of a value. */
  enum Fate {
    /** It went in under its own labels. */
    RECORDED,
    /** The host switched the instrument off, for instance with a view that drops it. */
    UNWANTED,
    /** It went into the overflow series. */
    OVERFLOWED,
    /** There was no room for its series. */
    NO_ROOM
  }

  /** Takes a value that was checked. */
  abstract Fate record(DbEvent event, Attributes labels);

  /** Stops reporting. Idempotent. */
  @Override
  public void close() {}

  /**
   * The metric of a measurement type.
   *
   * @param maxSeries how many label sets it may have
   * @param timeToLive for how long a value that is read stays, at least
   */
  static Metric of(EventType type, Meter meter, int maxSeries, Duration timeToLive, Clock clock) {
    Instrument instrument = Objects.requireNonNull(type.instrument());
    if (instrument.kind() == Instrument.Kind.COUNTER) {
      return new Added(new BoundedCounter(type, meter, maxSeries, clock));
    }
    return new Read(type, instrument, meter, new LastValues(maxSeries, timeToLive, clock));
  }

  /** Events carry increases, which are added. */
  private static final class Added extends Metric {
    private final BoundedCounter counter;

    private Added(BoundedCounter counter) {
      this.counter = counter;
    }

    @Override
    Fate record(DbEvent event, Attributes labels) {
      return counter.countsIntegers()
          ? counter.add(event.longValue(), labels)
          : counter.add(event.doubleValue(), labels);
    }
  }

  /** Events carry current values, of which the last is read when OpenTelemetry asks. */
  private static final class Read extends Metric {
    private final boolean integers;
    private final LastValues values;
    private final AutoCloseable registration;

    private Read(EventType type, Instrument instrument, Meter meter, LastValues values) {
      this.integers = instrument.valueType() == Instrument.ValueType.LONG;
      this.values = values;
      this.registration =
          instrument.kind() == Instrument.Kind.GAUGE
              ? gauge(type, instrument, meter)
              : upDownCounter(type, instrument, meter);
    }

    private AutoCloseable gauge(EventType type, Instrument instrument, Meter meter) {
      var builder =
          meter
              .gaugeBuilder(type.name())
              .setUnit(instrument.unit())
              .setDescription(type.description());
      return integers
          ? builder.ofLongs().buildWithCallback(out -> values.forEach(out::record))
          : builder.buildWithCallback(
              out ->
                  values.forEach(
                      (bits, labels) -> out.record(Double.longBitsToDouble(bits), labels)));
    }

    private AutoCloseable upDownCounter(EventType type, Instrument instrument, Meter meter) {
      var builder =
          meter
              .upDownCounterBuilder(type.name())
              .setUnit(instrument.unit())
              .setDescription(type.description());
      return integers
          ? builder.buildWithCallback(out -> values.forEach(out::record))
          : builder
              .ofDoubles()
              .buildWithCallback(
                  out ->
                      values.forEach(
                          (bits, labels) -> out.record(Double.longBitsToDouble(bits), labels)));
    }

    @Override
    Fate record(DbEvent event, Attributes labels) {
      long bits = integers ? event.longValue() : Double.doubleToRawLongBits(event.doubleValue());
      return values.put(labels, bits) ? Fate.RECORDED : Fate.NO_ROOM;
    }

    @Override
    public void close() {
      try {
        registration.close();
      } catch (Exception ignored) {
        // Instruments declare no exception; AutoCloseable does.
      }
    }
  }
}
