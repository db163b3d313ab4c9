package io.dbintel.core.spi;

/**
 * A failure that its author understands and that may be shown to an operator: nothing in it is a
 * statement text, a literal, a credential or a connection string. Of any other throwable dbintel
 * shows only the class and the place, because drivers quote all of these. Implementations are
 * immutable: engine, health and log read them from different threads.
 */
public interface Explained {
  /** What health shows. */
  HealthStatus status();

  /** A stable code in snake_case. */
  String reason();

  /** What is the matter, in a sentence. */
  String explanation();

  /** What the operator can do; empty if it heals by itself. */
  String remedy();

  /** Shows it as a component's health. */
  default void reportTo(HealthReporter health) {
    health.report(status(), reason(), explanation(), remedy());
  }
}
