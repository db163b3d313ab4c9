package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool of the host's that has no connection for us, or is closed. */
final class PoolFaultsIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedServer server;

  @SuppressWarnings("NullAway.Init")
  private static Role role;

  @BeforeAll
  static void start() throws SQLException {
    server = TestDatabase.startFresh();
    role = server.createRole("pg_monitor");
  }

  @AfterAll
  static void remove() {
    if (server != null) {
      server.remove();
    }
  }

  /** Whether the pool gives up first, or we do. */
  @ParameterizedTest
  @ValueSource(ints = {250, 30_000})
  void exhaustedPoolIsToldAndReadThroughAgain(int patienceMillis) throws Exception {
    try (HikariDataSource pool = pool(patienceMillis);
        Incident incident = Incident.lent("exhausted-" + patienceMillis, server, pool, SECOND)) {
      List<Connection> taken = List.of(pool.getConnection(), pool.getConnection());

      ComponentHealth health = incident.awaitTold("orders", "not_lent");
      assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
      assertThat(health.remedy()).contains("two more");
      incident.awaitMissed(SessionsProvider.NAME, 2);
      for (Connection connection : taken) {
        connection.close();
      }
      incident.isOver().assertRecovers();
      incident.watching().closeAndAssertNothingIsLeft();
      assertThat(pool.isClosed()).isFalse();
    }
  }

  @SuppressWarnings("try") // That it is closed early is what this is about.
  @Test
  void closedPoolEndsTheTargetAndIsTold() throws Exception {
    try (HikariDataSource pool = pool(1_000);
        Incident incident = Incident.lent("closed", server, pool, SECOND)) {

      pool.close();

      ComponentHealth health = incident.awaitTold("orders", "pool_closed");
      assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
      assertThat(health.remedy()).contains("Close dbintel before the DataSource");
      incident.awaitMissed(SessionsProvider.NAME, 2);
      incident.assertLeavesNothing();
    }
  }

  private static HikariDataSource pool(int patienceMillis) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(role.name());
    config.setPassword(role.password());
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(patienceMillis);
    return new HikariDataSource(config);
  }
}
