package io.dbintel.core.report;

import io.dbintel.core.spi.HealthStatus;
import java.util.Objects;

/**
 * How one component is.
 *
 * @param component its id within the instance: {@code orders/sessions}
 * @param status how it is
 * @param reason a stable code in snake_case; {@code ok} if it is up
 * @param message what is the matter, in a sentence; empty if it is up
 * @param remedy what the operator can do; empty if nothing need be done
 * @param sinceEpochNanos since when it has had this status and reason, in nanoseconds since
 *     1970-01-01T00:00Z
 */
public record ComponentHealth(
    String component,
    HealthStatus status,
    String reason,
    String message,
    String remedy,
    long sinceEpochNanos) {
  /** Checks that nothing is missing. */
  public ComponentHealth {
    Objects.requireNonNull(component, "component");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(remedy, "remedy");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(status).append(' ').append(component);
    if (status != HealthStatus.UP) {
      text.append(": ").append(message).append(" [").append(reason).append(']');
    }
    if (!remedy.isEmpty()) {
      text.append(" Remedy: ").append(remedy);
    }
    return text.toString();
  }
}
