package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.WaitSampling;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class WaitsContractIT extends CollectorRules<WaitsConfig> {
  private static final String SLEPT =
      "select coalesce(sum(count), 0) from pg_wait_sampling_profile where event = 'PgSleep'";

  private static @Nullable EmbeddedServer started;

  WaitsContractIT() {
    super(Objects.requireNonNull(started), "postgres");
  }

  @BeforeAll
  static void start() throws Exception {
    started = WaitSampling.start();
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.remove();
    }
  }

  /** Works until a wait of it was sampled: the extension may take its samples late. */
  @Override
  protected void work() throws SQLException {
    super.work();
    EmbeddedServer server = Objects.requireNonNull(started);
    try (Connection connection = server.connect("postgres")) {
      long before = slept(connection);
      do {
        Clients.run(connection, "select pg_sleep(0.02)");
      } while (slept(connection) == before);
    }
  }

  private static long slept(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SLEPT)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  protected CollectorProvider<WaitsConfig> provider() {
    return new WaitsProvider();
  }
}
