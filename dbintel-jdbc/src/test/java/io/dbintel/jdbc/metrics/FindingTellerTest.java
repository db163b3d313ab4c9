package io.dbintel.jdbc.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FindingTellerTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final FindingTeller teller = new FindingTeller(clock, HOUR, 3);
  private final PostgresTarget target =
      PostgresTarget.builder("orders")
          .url("jdbc:postgresql://127.0.0.1:5432/orders")
          .user("reader")
          .password(Secret.of("unused"))
          .tls(Tls.DISABLED)
          .build();

  @Test
  void whatIsBeyondABoundIsNotToldAndCounted() {
    // Five of seven came, and three are told.
    assertThat(tell("orders", 5, 7)).isEqualTo(3);
    assertThat(teller.untold()).isEqualTo(4);

    assertThat(tell("orders", 5, 7)).as("within the hour").isZero();
    assertThat(teller.untold()).isEqualTo(4);

    clock.advance(HOUR);
    assertThat(tell("orders", 2, 2)).isEqualTo(2);
    assertThat(teller.untold()).isZero();
  }

  @Test
  void databasesThatAreNoMoreCountNoMore() {
    tell("orders", 5, 5);
    tell("dropped", 1, 1);
    assertThat(teller.untold()).isEqualTo(3);

    teller.retain(Set.of("orders"));

    assertThat(teller.untold()).isEqualTo(2);
  }

  private int tell(String database, int rows, long all) {
    MetricQuery query = MetricTable.load(FindingTellerTest.class, "found", "pg").queries().get(0);
    MetricRows found = new MetricRows(query, query.metrics(18), 8192, 100);
    for (int i = 0; i < rows; i++) {
      found.found(new MetricRows.Finding("subject " + i, Map.of(), Set.of()), all);
    }
    TestCollection collection = new TestCollection(target, database, Duration.ofSeconds(1));
    int room = collection.room();
    teller.tell(collection, "postgresql", found);
    return room - collection.room();
  }
}
