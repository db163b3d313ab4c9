package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.DbIntel;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The session collector as a host gets it: on by default, found by itself, run by the engine. */
final class SessionsEngineIT {

  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void lockChainComesOutOfTheExporterAndTheBooksBalance(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    InMemoryExporter exporter = InMemoryExporter.create();
    PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build();
    DbIntel dbintel = DbIntel.builder().name("it").target(target).exporter(exporter).build();
    try (Clients clients = new Clients(server);
        DbIntel running = dbintel.start()) {
      assertThat(running).isSameAs(dbintel);
      Connection root = clients.open();
      Clients.run(root, "begin; select pg_advisory_xact_lock(900)");
      clients.start(clients.open(), "select pg_advisory_xact_lock(900)");

      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  exporter.snapshot().stream()
                      .filter(event -> event.type().equals(EventTypes.SESSION_BLOCKING))
                      .anyMatch(event -> event.getLong(Attributes.BLOCKING_VICTIMS, 0) == 1));
      Clients.run(root, "commit");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  exporter.snapshot().stream()
                      .filter(event -> event.type().equals(EventTypes.QUERY_SAMPLE))
                      .anyMatch(event -> event.has(Attributes.BLOCKED_BY)));
    }
    assertThat(dbintel.ledger().isBalanced()).as(dbintel.ledger().toString()).isTrue();
    assertThat(target.sessions().stats().samples()).isPositive();
  }
}
