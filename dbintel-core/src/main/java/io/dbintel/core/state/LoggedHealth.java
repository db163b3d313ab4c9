package io.dbintel.core.state;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;

/**
 * Health for a store that a host made itself, outside any instance: trouble is logged once until
 * all is well again or the trouble is another. Thread-safe.
 */
final class LoggedHealth implements HealthReporter {
  private static final System.Logger LOGGER = System.getLogger("io.dbintel");

  private volatile String lastReason = "";

  @Override
  public void up() {
    lastReason = "";
  }

  @Override
  public void report(HealthStatus status, String reason, String message, String remedy) {
    if (!reason.equals(lastReason)) {
      lastReason = reason;
      LOGGER.log(System.Logger.Level.WARNING, "[{0}] {1} {2}", reason, message, remedy);
    }
  }

  @Override
  public HealthReporter part(String name) {
    return new LoggedHealth();
  }
}
