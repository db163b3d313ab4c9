package io.dbintel.otel;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExporterProvider;

/**
 * Makes {@link OpenTelemetryExporter}s by the name {@value #NAME}.
 *
 * <p>Stateless and thread-safe.
 */
public final class OpenTelemetryExporterProvider implements ExporterProvider<OpenTelemetryConfig> {
  static final String NAME = "opentelemetry";

  /** For {@link java.util.ServiceLoader}. */
  public OpenTelemetryExporterProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<OpenTelemetryConfig> configType() {
    return OpenTelemetryConfig.class;
  }

  @Override
  public OpenTelemetryConfig defaults() {
    return OpenTelemetryConfig.defaults();
  }

  @Override
  public OpenTelemetryExporter create(OpenTelemetryConfig config, ComponentContext context) {
    return new OpenTelemetryExporter(config);
  }
}
