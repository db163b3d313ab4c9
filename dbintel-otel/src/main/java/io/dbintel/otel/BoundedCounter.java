package io.dbintel.otel;

import io.dbintel.core.cardinality.SeriesLimiter;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.spi.Clock;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A counter of OpenTelemetry that is added to, with a bound on its series: further ones go into one
 * that overflows, so that the sum of all stays right.
 *
 * <p>A series that was not added to for a day gives its place to the next. In a cumulative SDK it
 * still lives there, as all do until the process ends; so however many come and go, there are at
 * most as many as the SDK itself admits, and what is beyond goes into the same series by the SDK.
 *
 * <p>A series that has not counted yet is there with its zero, so that its first increase is seen
 * as one, as long as fewer than half of the places are taken; beyond, it waits until it counts.
 *
 * <p>Thread-safe.
 */
final class BoundedCounter {
  private static final Duration PLACE = Duration.ofHours(24);

  private final SeriesLimiter<Attributes> limiter;
  private final @Nullable LongCounter longs;
  private final @Nullable DoubleCounter doubles;

  /** A counter of that type, whose instrument is made. */
  BoundedCounter(EventType type, Meter meter, int maxSeries, Clock clock) {
    Instrument instrument = Objects.requireNonNull(type.instrument());
    limiter = new SeriesLimiter<>(maxSeries, PLACE, clock);
    var builder =
        meter
            .counterBuilder(type.name())
            .setUnit(instrument.unit())
            .setDescription(type.description());
    boolean integers = instrument.valueType() == Instrument.ValueType.LONG;
    longs = integers ? builder.build() : null;
    doubles = integers ? null : builder.ofDoubles().build();
  }

  boolean countsIntegers() {
    return longs != null;
  }

  /** Adds to a counter of integers. */
  Metric.Fate add(long increase, Attributes labels) {
    LongCounter counter = Objects.requireNonNull(longs);
    if (!counter.isEnabled()) {
      return Metric.Fate.UNWANTED;
    }
    if (increase == 0 && !limiter.admitUnlessCrowded(labels)) {
      return Metric.Fate.RECORDED;
    }
    boolean own = limiter.admit(labels);
    // Without a context there is no trace to take an exemplar from.
    counter.add(increase, own ? labels : Labels.OVERFLOWED, Context.root());
    return own ? Metric.Fate.RECORDED : Metric.Fate.OVERFLOWED;
  }

  /** Adds to a counter of decimals. */
  Metric.Fate add(double increase, Attributes labels) {
    DoubleCounter counter = Objects.requireNonNull(doubles);
    if (!counter.isEnabled()) {
      return Metric.Fate.UNWANTED;
    }
    if (increase == 0 && !limiter.admitUnlessCrowded(labels)) {
      return Metric.Fate.RECORDED;
    }
    boolean own = limiter.admit(labels);
    counter.add(increase, own ? labels : Labels.OVERFLOWED, Context.root());
    return own ? Metric.Fate.RECORDED : Metric.Fate.OVERFLOWED;
  }
}
