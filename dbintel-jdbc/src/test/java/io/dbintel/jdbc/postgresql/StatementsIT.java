package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the statement collector tells of a server. */
final class StatementsIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void tellsWhatWasExecutedBetweenTwoReadings(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server);
        Connection connection = server.connect("postgres")) {
      Clients.run(connection, "create temporary table told (n int)");
      execute(connection, "insert into told select generate_series(1, 10)", 3);
      statements.read();
      assertThat(statements.events(EventTypes.TOP_QUERY)).isEmpty();
      execute(connection, "insert into told select generate_series(1, 10)", 5);

      statements.read();
      DbEvent event = statements.of("insert into told").get(0);
      assertThat(event.getLong(StatementAttributes.CALLS, 0)).isEqualTo(5);
      assertThat(event.getLong(StatementAttributes.ROWS, 0)).isEqualTo(50);
      assertThat(event.getLong(StatementAttributes.LOCAL_BLKS_HIT, 0)).isPositive();
      assertThat(event.getDouble(Attributes.STATEMENT_INTERVAL, 0)).isEqualTo(10.0);
      assertThat(event.get(Attributes.DB_NAMESPACE)).isEqualTo("postgres");
      assertThat(event.get(Attributes.USER_NAME)).isEqualTo("postgres");
      assertThat(event.get(Attributes.QUERY_FINGERPRINT)).startsWith("s1:");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void neverTellsOfItself(TestDatabase server) throws Exception {
    try (Statements statements = Statements.of(server)) {
      for (int i = 0; i < 10; i++) {
        statements.read();
      }
      String role = statements.target().features().role();
      assertThat(statements.events(EventTypes.TOP_QUERY))
          .noneMatch(event -> role.equals(event.get(Attributes.USER_NAME)));
      assertThat(statements.context().gauge("own_seconds")).isPositive();
      assertThat(statements.context().gauge("held_statements")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void saysWhichGrantShowsWhatIsHidden(TestDatabase server) throws Exception {
    try (Statements statements =
        new Statements(server, server.createRole(), StatementsConfig.defaults())) {
      statements.read();
      var said = statements.context().said("visibility");
      assertThat(said.status()).isEqualTo(HealthStatus.FORBIDDEN);
      assertThat(said.remedy()).startsWith("GRANT pg_monitor TO");
    }
  }

  static void execute(Connection connection, String sql, int times) throws Exception {
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < times; i++) {
        statement.execute(sql);
      }
    }
  }
}
