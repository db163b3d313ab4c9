package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Most servers count no waits by themselves. */
final class WaitsWithoutExtensionIT {
  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void thereIsNothingToAskAndNothingToComplainOf(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    TestContext context = new TestContext("orders/waits");
    try (PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build()) {
      target.open(new TestContext("orders"));
      target.identify();
      TestCollection collection = new TestCollection(target);
      new WaitsProvider().create(WaitsConfig.defaults(), target, context).collect(collection);

      assertThat(collection.cost()).isEqualTo(CollectionCost.NONE);
      assertThat(collection.batch()).noneMatch(event -> event.has(Attributes.WAIT_SOURCE));
      assertThat(context.complaints()).isEqualTo("{}");
    }
  }
}
