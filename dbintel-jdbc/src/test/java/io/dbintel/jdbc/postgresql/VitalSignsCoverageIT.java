package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing stands in the tables that no server ever tells. */
final class VitalSignsCoverageIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void everyMetricOfTheServerIsToldByAPrimaryOrItsStandby(TestDatabase like) throws Exception {
    EmbeddedServer primary = TestDatabase.startFresh(like);
    EmbeddedServer standby = null;
    try {
      primary.run("alter system set wal_level = 'logical'");
      primary.run("alter system set max_slot_wal_keep_size = '1GB'");
      primary.run("alter system set archive_command = 'exit 0'");
      primary.set("archive_mode", "on");
      standby = primary.startStreamingStandby();
      try (Clients clients = new Clients(primary);
          Vitals here = Vitals.server(primary);
          Vitals there = Vitals.ofSuperuser(standby)) {
        load(primary, clients);
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(500))
            .untilAsserted(
                () -> {
                  primary.run(
                      "insert into busy select g, repeat('x', 100) from generate_series(1, 100) g");
                  here.read();
                  there.read();
                  List<String> missing = new ArrayList<>(here.missing(primary.major()));
                  missing.retainAll(there.missing(primary.major()));
                  assertThat(missing).isEmpty();
                });
      }
    } finally {
      if (standby != null) {
        standby.remove();
      }
      primary.remove();
    }
  }

  private static void load(TestDatabase server, Clients clients) throws Exception {
    server.run("create table busy (id int, filler text)");
    server.run("insert into busy select g, repeat('x', 500) from generate_series(1, 20000) g");
    server.run("update busy set id = id + 1");
    server.run("select pg_create_logical_replication_slot('decoded', 'pgoutput')");
    server.run("select pg_switch_wal()");
    server.run("checkpoint");
    Clients.run(clients.open(), "begin; lock table pg_class in access share mode");
    Connection vacuum = clients.open();
    Clients.run(vacuum, "set vacuum_cost_delay = '100ms'");
    Clients.run(vacuum, "set vacuum_cost_limit = 1");
    clients.start(vacuum, "vacuum busy");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void everyMetricOfRelationsIsTold(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      statement.execute("create table told (id int primary key, filler text)");
      statement.execute(
          "insert into told select g, repeat('x', 10) from generate_series(1, 100) g");
      statement.execute("vacuum analyze told");

      // Until 14 statistics arrive a moment after what they count.
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(vitals.read(database).missing(server.major())).isEmpty());
    }
  }
}
