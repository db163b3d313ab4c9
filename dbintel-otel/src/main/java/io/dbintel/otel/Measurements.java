package io.dbintel.otel;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.SelfMetrics;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measurements as metrics. Each instrument is made once a name. Not thread-safe. */
final class Measurements implements AutoCloseable {
  static final int MAX_METRICS = 2_000;

  private final Meter meter;
  private final Labels labels;
  private final OpenTelemetryConfig config;
  private final ComponentContext context;
  private final SelfMetrics counts;
  private final boolean taken;
  private final Map<String, Metric> metrics = new HashMap<>();
  private String overflowing = "";

  Measurements(Meter meter, Labels labels, OpenTelemetryConfig config, ComponentContext context) {
    this.meter = meter;
    this.labels = labels;
    this.config = config;
    this.context = context;
    this.counts = context.metrics();
    // Not asked of an instrument: one that a view drops says nothing about the others.
    this.taken = meter.getClass() != MeterProvider.noop().get("").getClass();
  }

  /** Calls what older APIs lack. */
  static void probe() {
    var unused = MeterProvider.noop().get("").counterBuilder("probe").build().isEnabled();
  }

  /** False if the host's OpenTelemetry takes no metric at all. */
  boolean areTaken() {
    return taken;
  }

  /** Hands a measurement on; or returns why not. */
  @Nullable String record(DbEvent event) {
    EventType type = event.type();
    String fault = fault(event, Objects.requireNonNull(type.instrument()));
    if (fault != null) {
      counts.add(fault, 1);
      return fault;
    }
    Metric metric = metrics.get(type.name());
    if (metric == null) {
      if (metrics.size() >= MAX_METRICS) {
        return Refusals.METRIC_LIMIT;
      }
      metric =
          Metric.of(type, meter, config.maxSeries(), config.gaugeTimeToLive(), context.clock());
      metrics.put(type.name(), metric);
    }
    return switch (metric.record(event, labels.of(event).build())) {
      case RECORDED -> null;
      case UNWANTED -> {
        counts.add("instrument_disabled", 1);
        yield null;
      }
      case OVERFLOWED -> {
        counts.add("series_overflowed", 1);
        overflowing = type.name();
        yield null;
      }
      case NO_ROOM -> {
        counts.add("series_dropped", 1);
        overflowing = type.name();
        yield Refusals.SERIES_LIMIT;
      }
    };
  }

  /** The last metric that had too many series since this was last asked; empty if none had. */
  String takeOverflowing() {
    String name = overflowing;
    overflowing = "";
    return name;
  }

  private static @Nullable String fault(DbEvent event, Instrument instrument) {
    if (!event.hasValue()) {
      return Refusals.NO_VALUE;
    }
    boolean counter = instrument.kind() == Instrument.Kind.COUNTER;
    if (instrument.valueType() == Instrument.ValueType.LONG) {
      return counter && event.longValue() < 0 ? Refusals.NEGATIVE : null;
    }
    double value = event.doubleValue();
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Refusals.NOT_FINITE;
    }
    return counter && value < 0 ? Refusals.NEGATIVE : null;
  }

  /** Stops reporting what is read. */
  @Override
  public void close() {
    metrics.values().forEach(Metric::close);
    metrics.clear();
  }
}
