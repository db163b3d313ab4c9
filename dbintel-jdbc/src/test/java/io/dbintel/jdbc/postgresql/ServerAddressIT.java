package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.DbIntel;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import org.junit.jupiter.api.Test;

/** By what address events tell the server. */
final class ServerAddressIT {
  @Test
  void everyEventBearsThePortAndAddressUnderWhichTheServerIsKnown() throws Exception {
    EmbeddedServer server = TestDatabase.startFresh();
    try {
      Role role = server.createRole("pg_monitor");
      PostgresTarget target =
          PostgresTarget.builder("orders")
              .url(server.url())
              .user(role.name())
              .password(Secret.of(role.password()))
              .tls(Tls.DISABLED)
              .build();
      try (Watching watching = Watching.start("address", DbIntel.builder().target(target))) {
        watching.awaitEvent(event -> event.type().isMeasurement());
        String address = watching.events().get(0).get(Attributes.SERVER_ADDRESS);
        assertThat(address).isNotBlank();
        assertThat(watching.events())
            .extracting((DbEvent event) -> event.getLong(Attributes.SERVER_PORT, 0))
            .containsOnly((long) server.port());
        assertThat(watching.events())
            .extracting(event -> event.get(Attributes.SERVER_ADDRESS))
            .containsOnly(address);
        watching.assertLedgerIsTrue();
      }
    } finally {
      server.remove();
    }
  }
}
