package io.dbintel.jdbc.postgresql;

import io.dbintel.core.DbIntel;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vital signs as a host gets them: on by default, found by themselves, run by the engine. */
final class VitalSignsEngineIT {

  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void vitalSignsComeOutOfTheExporterAndTheBooksBalance(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    String database = server.createDatabase();
    PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            // The server is shared: with all its databases this one's turn might come minutes
            // later.
            .databases(database)
            .build();
    try (Watching watching =
        Watching.start(
            "vitals" + server.major(),
            DbIntel.builder()
                .target(target)
                .collector(
                    ServerProvider.NAME,
                    ServerConfig.defaults().withInterval(Duration.ofSeconds(1))))) {
      watching.awaitEvent(event -> event.type().name().equals("postgresql.commits"));
      watching.awaitEvent(
          event ->
              event.type().name().equals("postgresql.table.count")
                  && event.database().equals(database));
      watching.awaitUp("orders/server/databases");
      watching.assertLedgerIsTrue();
      watching.closeAndAssertNothingIsLeft();
    }
  }
}
