package io.dbintel.otel;

import io.dbintel.core.spi.Explained;
import io.dbintel.core.spi.HealthStatus;

/** The host's OpenTelemetry API lacks what this module calls. */
final class Unusable extends IllegalStateException implements Explained {
  private static final long serialVersionUID = 1L;

  Unusable(Throwable cause) {
    super("opentelemetry-api is too old", cause);
  }

  @Override
  public HealthStatus status() {
    return HealthStatus.DOWN;
  }

  @Override
  public String reason() {
    return "opentelemetry_too_old";
  }

  @Override
  public String explanation() {
    return "opentelemetry-api on the class path is older than dbintel-otel needs";
  }

  @Override
  public String remedy() {
    return "Manage io.opentelemetry:opentelemetry-bom at the version dbintel's BOM names, or newer.";
  }
}
