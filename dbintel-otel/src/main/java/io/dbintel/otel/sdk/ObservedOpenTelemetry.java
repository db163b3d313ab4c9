package io.dbintel.otel.sdk;

import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportFeedback;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.util.function.Consumer;

/** An OpenTelemetry together with what hears its exporters. Thread-safe if both are. */
record ObservedOpenTelemetry(OpenTelemetry openTelemetry, ExportFeedback.Source source)
    implements OpenTelemetry, ExportFeedback.Source {
  @Override
  public ExportFeedback.Connection connect(Consumer<ExportAnswer> listener) {
    return source.connect(listener);
  }

  @Override
  public TracerProvider getTracerProvider() {
    return openTelemetry.getTracerProvider();
  }

  @Override
  public MeterProvider getMeterProvider() {
    return openTelemetry.getMeterProvider();
  }

  @Override
  public LoggerProvider getLogsBridge() {
    return openTelemetry.getLogsBridge();
  }

  @Override
  public ContextPropagators getPropagators() {
    return openTelemetry.getPropagators();
  }
}
