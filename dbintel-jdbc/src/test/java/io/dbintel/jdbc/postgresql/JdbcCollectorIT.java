package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.spi.CollectionException;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.JdbcCollector;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What becomes of what a plugin's collector throws. */
class JdbcCollectorIT {
  /** The plugin kit's example found it: its words came second to those of the SQLSTATE. */
  @Test
  void aFailureInTheCollectorsOwnWordsArrivesAsItIsAndCostsNoConnection() throws Exception {
    CollectionException own =
        new CollectionException(HealthStatus.DEGRADED, "no_jobs", "There are no jobs.", "Work.");
    TestDatabase server = TestDatabase.newest();
    Role role = server.createRole("pg_monitor");
    try (PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build()) {
      target.open(new TestContext("orders"));
      target.identify();
      JdbcCollector jobs =
          (connection, out) -> {
            try (Statement statement = connection.createStatement()) {
              statement.execute("select 1");
            }
            throw own;
          };
      Collector collector = jobs.asCollector();
      for (int i = 0; i < 5; i++) {
        TestCollection collection = new TestCollection(target);
        assertThatThrownBy(() -> collector.collect(collection)).isSameAs(own);
        assertThat(collection.cost().statements()).isPositive();
      }
      assertThat(server.connectionsOf(role)).isLessThanOrEqualTo(2);
    }
  }
}
