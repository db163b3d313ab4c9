package io.dbintel.examples.springboot;

import io.dbintel.core.DbIntel;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.otel.OpenTelemetryExporter;
import io.opentelemetry.api.OpenTelemetry;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * dbintel, embedded. It borrows the service's pool, of which it takes two connections at most, and
 * its OpenTelemetry. Because it asks for both, Spring closes it before them.
 */
@Configuration
class DatabaseIntelligence {
  @Bean(initMethod = "start", destroyMethod = "close")
  DbIntel dbintel(DataSource dataSource, OpenTelemetry openTelemetry) {
    return DbIntel.builder()
        .name("orders-service")
        .target(PostgresTarget.builder("orders").dataSource(dataSource).build())
        .exporter(OpenTelemetryExporter.create(openTelemetry))
        .build();
  }
}
