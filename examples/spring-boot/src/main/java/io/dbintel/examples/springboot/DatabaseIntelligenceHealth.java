package io.dbintel.examples.springboot;

import io.dbintel.core.DbIntel;
import io.dbintel.core.report.ComponentHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Shows how dbintel is under {@code /actuator/health}. It is always {@code UP}: a service that
 * takes orders does not become ill because somebody cannot watch its database.
 */
@Component("dbintelHealthIndicator") // shown as "dbintel"
class DatabaseIntelligenceHealth implements HealthIndicator {
  private final DbIntel dbintel;

  DatabaseIntelligenceHealth(DbIntel dbintel) {
    this.dbintel = dbintel;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (ComponentHealth part : dbintel.health().components()) {
      health.withDetail(part.component(), part.toString());
    }
    return health.build();
  }
}
