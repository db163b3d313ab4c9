package io.dbintel.core.spi;

/** How a component is. The order of the constants is the order of concern. */
public enum HealthStatus {
  /** Works. */
  UP,
  /** Has not run yet, so nothing is known. */
  UNKNOWN,
  /** Works in part, or late; the reason says what is missing. */
  DEGRADED,
  /** Could work, but a privilege is missing; the remedy is the grant. */
  FORBIDDEN,
  /** Does not work. It is tried again by itself. */
  DOWN;

  /** The more worrying of the two. */
  public HealthStatus worse(HealthStatus other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
