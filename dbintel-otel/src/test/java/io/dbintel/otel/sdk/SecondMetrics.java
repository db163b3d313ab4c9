package io.dbintel.otel.sdk;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Objects;

/** A metric exporter that a host may have beside the first, to a sink of its own. */
public final class SecondMetrics implements ConfigurableMetricExporterProvider {
  static final String ENDPOINT = "second.endpoint";

  @Override
  public String getName() {
    return "second";
  }

  @Override
  public MetricExporter createExporter(ConfigProperties config) {
    return OtlpHttpMetricExporter.builder()
        .setEndpoint(Objects.requireNonNull(config.getString(ENDPOINT)) + "/v1/metrics")
        .build();
  }
}
