package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.Collector;
import io.dbintel.jdbc.metrics.MetricSettings;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is told to keep the past from being removed, and who is not. */
final class HorizonHoldersIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final Map<String, String> SLOTS =
      Map.of("postgresql.xmin.holder", "replication_slot");

  /** Each statement at read committed has a snapshot of its own, and between two there is none. */
  @ParameterizedTest
  @MethodSource(ALL)
  void transactionWithoutASnapshotAndAnIdHoldsNothing(TestDatabase server) throws Exception {
    try (Clients clients = new Clients(server);
        Vitals vitals = Vitals.server(server)) {
      Connection idle = clients.open();
      Connection reader = clients.open();
      Connection writer = clients.open();
      // The driver leaves the portal of a query open, and with it its snapshot, until the next one.
      Clients.run(
          idle, "begin isolation level read committed; select 1; set local work_mem = '1MB'");
      Clients.run(reader, "begin isolation level repeatable read; select 1");
      Clients.run(writer, "begin isolation level read committed; select txid_current()");

      List<String> messages =
          held(vitals, 0, 1_000_000).stream().map(HorizonHoldersIT::message).toList();
      String idlePid = pid(idle);
      String readerPid = pid(reader);
      String writerPid = pid(writer);

      assertThat(messages)
          .noneMatch(message -> message.contains(idlePid))
          .anyMatch(message -> message.contains(readerPid))
          .anyMatch(message -> message.contains(writerPid));
    }
  }

  @Test
  void remedyForASlotFindsThatSlotAlone() throws Exception {
    EmbeddedServer server = TestDatabase.startFresh();
    try {
      server.set("wal_level", "logical");
      createSlot(server, "held_one");
      createSlot(server, "held_other");
      try (Vitals vitals = Vitals.server(server)) {
        List<DbEvent> held = held(vitals, 1_000, 1);

        assertThat(held).hasSize(2);
        for (DbEvent event : held) {
          List<String> found = ask(server, lookup(event));
          assertThat(found).hasSize(1);
          assertThat(message(event)).contains(found.get(0));
        }
      }
    } finally {
      server.remove();
    }
  }

  /** It still shows the transaction whose past it needed, and the server cares no more. */
  @Test
  void slotThatWasLostHoldsNothing() throws Exception {
    EmbeddedServer server = TestDatabase.startFresh();
    try {
      server.set("wal_level", "logical");
      createSlot(server, "lost_it");
      try (Vitals vitals = Vitals.server(server)) {
        assertThat(vitals.read().value("postgresql.xmin.age", SLOTS)).isPositive();
        server.set("max_slot_wal_keep_size", "1");
        for (int segment = 0; segment < 3; segment++) {
          server.run("insert into burned values (1)");
          server.run("select pg_switch_wal()");
        }
        server.run("checkpoint");
        assertThat(
                ask(
                    server,
                    "select wal_status from pg_replication_slots where age(catalog_xmin) > 0"))
            .containsExactly("lost");

        vitals.readOrReconnect();
        vitals.read();

        Map<String, String> slot = Map.of("postgresql.slot.name", "lost_it");
        assertThat(vitals.value("postgresql.replication_slot.lost", slot)).isEqualTo(1);
        assertThat(vitals.value("postgresql.replication_slot.xmin_age", slot)).isZero();
        assertThat(vitals.value("postgresql.replication_slot.retained", slot)).isZero();
        assertThat(vitals.value("postgresql.xmin.age", SLOTS)).isZero();
        assertThat(held(vitals, 1_000, 1)).isEmpty();
      }
    } finally {
      server.remove();
    }
  }

  /** Makes a logical slot, and some transactions after it. */
  private static void createSlot(TestDatabase server, String name) throws SQLException {
    server.run("create table if not exists burned (n int)");
    server.run("select pg_create_logical_replication_slot('" + name + "', 'pgoutput')");
    for (int i = 0; i < 5; i++) {
      server.run("insert into burned values (1)");
    }
  }

  /** What a collector of that patience finds. */
  private static List<DbEvent> held(Vitals vitals, int minutes, int transactions) throws Exception {
    MetricSettings settings =
        new MetricSettings(
            "postgresql",
            Duration.ofSeconds(10),
            100,
            Map.of("databases", 10),
            Map.of("held_minutes", minutes, "held_transactions", transactions),
            VitalSigns.ORIGIN,
            1);
    Collector impatient =
        VitalSigns.collector(VitalSigns.SERVER, settings, vitals.target(), vitals.context());
    TestCollection collection = vitals.collection();
    impatient.collect(collection);
    List<DbEvent> held = new ArrayList<>();
    for (DbEvent event : collection.batch()) {
      if ("horizon_held".equals(event.get(Attributes.FINDING_CODE))) {
        held.add(event);
      }
    }
    return held;
  }

  private static String pid(Connection connection) throws SQLException {
    return "pid " + Clients.pid(connection) + ' ';
  }

  private static String message(DbEvent event) {
    return Objects.requireNonNull(event.get(Attributes.FINDING_MESSAGE));
  }

  /** The statement in a remedy by which it is found. */
  private static String lookup(DbEvent event) {
    String remedy = Objects.requireNonNull(event.get(Attributes.FINDING_REMEDY));
    return remedy.substring(remedy.indexOf("SELECT"), remedy.indexOf(';'));
  }

  private static List<String> ask(TestDatabase server, String sql) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }
}
