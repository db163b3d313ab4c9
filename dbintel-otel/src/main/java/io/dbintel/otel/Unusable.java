package io.dbintel.otel;

import io.dbintel.core.spi.Explained;
import io.dbintel.core.spi.HealthStatus;

/**
 * The host's OpenTelemetry API lacks what this module calls, or its SDK what it calls of the API:
 * they are of two versions then.
 */
final class Unusable extends IllegalStateException implements Explained {
  private static final long serialVersionUID = 1L;

  Unusable(Throwable cause) {
    super("OpenTelemetry is too old", cause);
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
    return "opentelemetry-api or the SDK on the class path is older than dbintel-otel needs";
  }

  @Override
  public String remedy() {
    return "Manage io.opentelemetry:opentelemetry-bom, so that API and SDK are of one version: that of"
        + " the opentelemetry-api that dbintel-otel depends on, or newer.";
  }
}
