package io.dbintel.otel.testing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A host whose SDK was written before log records had event names: only what it must, it has. */
public record OlderLogs(OpenTelemetry host) implements OpenTelemetry {
  @Override
  public TracerProvider getTracerProvider() {
    return host.getTracerProvider();
  }

  @Override
  public MeterProvider getMeterProvider() {
    return host.getMeterProvider();
  }

  @Override
  public ContextPropagators getPropagators() {
    return host.getPropagators();
  }

  @Override
  public LoggerProvider getLogsBridge() {
    return scope -> new Older(host.getLogsBridge().loggerBuilder(scope));
  }

  private record Older(LoggerBuilder builder) implements LoggerBuilder {
    @Override
    public LoggerBuilder setSchemaUrl(String url) {
      builder.setSchemaUrl(url);
      return this;
    }

    @Override
    public LoggerBuilder setInstrumentationVersion(String version) {
      builder.setInstrumentationVersion(version);
      return this;
    }

    @Override
    public Logger build() {
      Logger logger = builder.build();
      return () -> new OlderLog(logger.logRecordBuilder());
    }
  }

  private record OlderLog(LogRecordBuilder log) implements LogRecordBuilder {
    @Override
    public LogRecordBuilder setTimestamp(long time, TimeUnit unit) {
      log.setTimestamp(time, unit);
      return this;
    }

    @Override
    public LogRecordBuilder setTimestamp(Instant time) {
      log.setTimestamp(time);
      return this;
    }

    @Override
    public LogRecordBuilder setObservedTimestamp(long time, TimeUnit unit) {
      log.setObservedTimestamp(time, unit);
      return this;
    }

    @Override
    public LogRecordBuilder setObservedTimestamp(Instant time) {
      log.setObservedTimestamp(time);
      return this;
    }

    @Override
    public LogRecordBuilder setContext(Context context) {
      log.setContext(context);
      return this;
    }

    @Override
    public LogRecordBuilder setSeverity(Severity severity) {
      log.setSeverity(severity);
      return this;
    }

    @Override
    public LogRecordBuilder setSeverityText(String text) {
      log.setSeverityText(text);
      return this;
    }

    @Override
    public LogRecordBuilder setBody(String body) {
      log.setBody(body);
      return this;
    }

    @Override
    public <T> LogRecordBuilder setAttribute(AttributeKey<T> key, T value) {
      log.setAttribute(key, value);
      return this;
    }

    @Override
    public void emit() {
      log.emit();
    }
  }
}
