package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.metrics.MetricCollector;
import io.dbintel.jdbc.metrics.MetricSettings;
import io.dbintel.jdbc.metrics.MetricTable;
import io.dbintel.jdbc.metrics.MetricTableTest;
import io.dbintel.jdbc.metrics.MonitoredServer;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the collector of a table does at its bounds, with tables that a test planted. */
final class MetricCollectorIT {
  private final TestDatabase server = TestDatabase.newest();

  /** Process and transaction ids of seven digits looked like what people call themselves. */
  @Test
  void numberTheServerMadeIsToldAndTheSameAsATextIsMasked() throws Exception {
    try (Vitals vitals = Vitals.server(server)) {
      List<DbEvent> found = collect(collector(vitals, "found", 100), vitals);

      assertThat(found).hasSize(20);
      assertThat(found)
          .extracting(event -> Objects.requireNonNull(event.get(Attributes.FINDING_MESSAGE)))
          .contains("It is 1 of ?, 4000000001.", "It is 1 of ?, 4000000020.");
      assertThat(vitals.context().gauge("findings_not_told")).isEqualTo(5);
    }
  }

  @Test
  void rowsWhoseCountersAreNotRememberedAreToldInHealth() throws Exception {
    String[] databases = new String[5];
    for (int i = 0; i < databases.length; i++) {
      databases[i] = server.createDatabase();
    }
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), databases)) {
      // A row of each database, and four are remembered.
      MetricCollector bounded = collector(vitals, "added", 1);
      List<DbEvent> first = collect(bounded, vitals, databases);
      assertThat(first).noneMatch(event -> event.type().name().equals("test.calls"));
      vitals.advance(Duration.ofMinutes(2));

      List<DbEvent> second = collect(bounded, vitals, databases);

      assertThat(second).filteredOn(event -> event.type().name().equals("test.calls")).hasSize(4);
      assertThat(vitals.context().counter("counter_rows_refused")).isEqualTo(2);
      assertThat(vitals.context().said("added").status()).isEqualTo(HealthStatus.DEGRADED);
      assertThat(vitals.context().said("added").reason()).isEqualTo("too_many_counters");
      assertThat(vitals.context().said("added").remedy()).contains("maxRelations");
    }
  }

  private MetricCollector collector(Vitals vitals, String table, int maxRows) {
    MonitoredServer known =
        new MonitoredServer(server.major(), false, true, "", 8192, () -> {}, "");
    MetricSettings settings =
        new MetricSettings(
            "postgresql", Duration.ofSeconds(10), maxRows, Map.of(), Map.of(), "", 5);
    return new MetricCollector(
        MetricTable.load(MetricTableTest.class, table, "pg"),
        MetricTableTest.class,
        "pg",
        vitals.target(),
        () -> known,
        settings,
        vitals.context());
  }

  private static List<DbEvent> collect(
      MetricCollector collector, Vitals vitals, String... databases) throws Exception {
    TestCollection collection = vitals.collection();
    for (String database : databases.length == 0 ? new String[] {""} : databases) {
      collection.visit(database);
      collector.collect(collection);
    }
    List<DbEvent> events = new ArrayList<>();
    collection.batch().forEach(events::add);
    return events;
  }
}
