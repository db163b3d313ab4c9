package io.dbintel.otel;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExporterProvider;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link OpenTelemetryExporter}s by the name {@value #NAME}.
 *
 * <p>Immutable and thread-safe.
 */
public final class OpenTelemetryExporterProvider implements ExporterProvider<OpenTelemetryConfig> {
  static final String NAME = "opentelemetry";

  private final @Nullable OpenTelemetry lent;

  /** For {@link java.util.ServiceLoader}. */
  public OpenTelemetryExporterProvider() {
    this(null);
  }

  private OpenTelemetryExporterProvider(@Nullable OpenTelemetry lent) {
    this.lent = lent;
  }

  /**
   * One that hands this OpenTelemetry to exporters that are given none, where they would else take
   * what is registered globally. Registered, it stands before the one on the class path.
   */
  public static OpenTelemetryExporterProvider lending(OpenTelemetry openTelemetry) {
    return new OpenTelemetryExporterProvider(Objects.requireNonNull(openTelemetry));
  }

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
    OpenTelemetry host = config.openTelemetry() == null ? lent : config.openTelemetry();
    return new OpenTelemetryExporter(
        new OpenTelemetryConfig(
            host, config.feedback(), config.maxSeries(), config.gaugeTimeToLive()));
  }
}
