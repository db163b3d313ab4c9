package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.metrics.MetricCollector;
import io.dbintel.jdbc.metrics.MetricSettings;
import io.dbintel.jdbc.metrics.MetricTable;
import io.dbintel.jdbc.metrics.MetricTableTest;
import io.dbintel.jdbc.metrics.MonitoredServer;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the collector of a server's vital signs makes of situations that are known. */
final class VitalSignsIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void rowsCommitsAndRollbacksAreCountedExactly(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    Map<String, String> of = Map.of("db.namespace", database);
    try (Vitals vitals = Vitals.server(server)) {
      run(server, database, "create table truth (id int) with (autovacuum_enabled = off)");
      settled(vitals, "postgresql.commits", of);
      double commits = vitals.sum("postgresql.commits", of);
      double inserted = vitals.sum("postgresql.tup_inserted", of);
      double updated = vitals.sum("postgresql.tup_updated", of);
      double deleted = vitals.sum("postgresql.tup_deleted", of);

      run(
          server,
          database,
          "insert into truth select generate_series(1, 1000)",
          "update truth set id = id + 1 where id <= 300",
          "delete from truth where id <= 70",
          "begin",
          "insert into truth values (0)",
          "rollback");

      eventually(
          () -> {
            vitals.read();
            assertThat(vitals.sum("postgresql.tup_inserted", of) - inserted).isEqualTo(1001);
            assertThat(vitals.sum("postgresql.tup_updated", of) - updated).isEqualTo(300);
            assertThat(vitals.sum("postgresql.tup_deleted", of) - deleted).isEqualTo(69);
            assertThat(vitals.sum("postgresql.rollbacks", of)).isEqualTo(1);
            assertThat(vitals.sum("postgresql.commits", of) - commits).isBetween(3.0, 9.0);
          });
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void temporaryFilesAreCountedInBytes(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    Map<String, String> of = Map.of("db.namespace", database);
    try (Vitals vitals = Vitals.server(server)) {
      vitals.read();
      run(
          server,
          database,
          "set work_mem = '64kB'",
          "select count(*) from (select generate_series(1, 200000) g order by g desc) s");

      eventually(
          () -> {
            vitals.read();
            assertThat(vitals.sum("postgresql.temp_files", of)).isPositive();
            // 200 000 integers with what a sort adds to each.
            assertThat(vitals.sum("postgresql.temp.io", of)).isBetween(2e6, 2e7);
          });
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void deadlockIsOneDeadlock(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    Map<String, String> of = Map.of("db.namespace", database);
    try (Clients clients = new Clients(server);
        Vitals vitals = Vitals.server(server)) {
      vitals.read();
      Connection one = clients.adopt(server.connect(database));
      Connection other = clients.adopt(server.connect(database));
      Clients.run(one, "begin; select pg_advisory_xact_lock(1)");
      Clients.run(other, "begin; select pg_advisory_xact_lock(2)");
      clients.start(one, "select pg_advisory_xact_lock(2)");
      clients.start(other, "select pg_advisory_xact_lock(1)");

      eventually(
          () -> {
            // The victim tells of it when its transaction ends.
            server.run(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                    + database
                    + "' and state = 'idle in transaction (aborted)'");
            vitals.read();
            assertThat(vitals.sum("postgresql.deadlocks", of)).isEqualTo(1);
          });
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void openTransactionIsTheOldestAndHoldsTheHorizon(TestDatabase server) throws Exception {
    server.run("create table if not exists horizon (id int)");
    try (Clients clients = new Clients(server);
        Vitals vitals = Vitals.server(server)) {
      Connection holder = clients.open();
      Clients.run(holder, "begin isolation level repeatable read; select txid_current()");
      for (int i = 0; i < 50; i++) {
        server.run("insert into horizon values (" + i + ")");
      }

      vitals.read();

      assertThat(vitals.value("postgresql.xmin.age", Map.of("postgresql.xmin.holder", "session")))
          .isGreaterThanOrEqualTo(50);
      assertThat(
              vitals.value(
                  "postgresql.transaction.oldest_age",
                  Map.of("postgresql.transaction.holder", "session")))
          .isPositive();
      Clients.run(holder, "rollback");
      // What began meanwhile, such as an autovacuum's analyze, needs the same past until it ends.
      eventually(
          () ->
              assertThat(
                      vitals
                          .read()
                          .value(
                              "postgresql.xmin.age", Map.of("postgresql.xmin.holder", "session")))
                  .isLessThan(50));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void preparedTransactionHoldsTheHorizon(TestDatabase server) throws Exception {
    server.run("create table if not exists horizon (id int)");
    try (Clients clients = new Clients(server);
        Vitals vitals = Vitals.server(server)) {
      Clients.run(
          clients.open(), "begin; insert into horizon values (1); prepare transaction 'held'");
      for (int i = 0; i < 20; i++) {
        server.run("insert into horizon values (" + i + ")");
      }

      vitals.read();

      Map<String, String> prepared = Map.of("postgresql.xmin.holder", "prepared_transaction");
      assertThat(vitals.value("postgresql.xmin.age", prepared)).isGreaterThanOrEqualTo(20);
      assertThat(vitals.value("postgresql.transaction.prepared", Map.of())).isEqualTo(1);
    } finally {
      server.run("rollback prepared 'held'");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void connectionsAreComparedWithWhatIsAllowed(TestDatabase server) throws Exception {
    try (Clients clients = new Clients(server);
        Vitals vitals = Vitals.server(server)) {
      double before = vitals.read().value("postgresql.connection.used", Map.of());
      for (int i = 0; i < 20; i++) {
        Connection unused = clients.open();
      }

      vitals.read();

      assertThat(vitals.value("postgresql.connection.max", Map.of())).isEqualTo(300);
      assertThat(vitals.value("postgresql.connection.used", Map.of()) - before)
          .isBetween(15.0, 25.0);
      assertThat(vitals.value("postgresql.connection.utilization", Map.of()))
          .isBetween(20 / 297.0, 0.5);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void idleSlotShowsWhatItRetains(TestDatabase server) throws Exception {
    server.run("select pg_create_physical_replication_slot('idle_it', true)");
    try (Vitals vitals = Vitals.server(server)) {
      Map<String, String> slot = Map.of("postgresql.slot.name", "idle_it");
      double before = vitals.read().value("postgresql.replication_slot.retained", slot);
      server.run("create table if not exists wal_filler (t text)");
      server.run("insert into wal_filler select repeat('x', 1000) from generate_series(1, 1000)");

      vitals.read();

      assertThat(vitals.value("postgresql.replication_slot.retained", slot) - before)
          .isGreaterThan(1e6);
      assertThat(vitals.value("postgresql.replication_slot.active", slot)).isZero();
      // 1 MB is no reason to wake anybody.
      assertThat(vitals.findings()).isEmpty();
    } finally {
      server.run("select pg_drop_replication_slot('idle_it')");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void moreDatabasesThanAreToldAreOther(TestDatabase server) throws Exception {
    ServerConfig config = new ServerConfig(Duration.ofSeconds(10), Duration.ofSeconds(8), 1);
    try (Vitals one = Vitals.server(server, server.createRole("pg_monitor"), config);
        Vitals all = Vitals.server(server)) {
      all.read();
      one.read();

      assertThat(one.latest("postgresql.db_size", Map.of())).hasSize(2);
      assertThat(one.latest("postgresql.db_size", Map.of("db.namespace", "other"))).hasSize(1);
      double whole =
          all.latest("postgresql.db_size", Map.of()).stream().mapToDouble(Vitals::number).sum();
      assertThat(
              one.latest("postgresql.db_size", Map.of()).stream().mapToDouble(Vitals::number).sum())
          .isBetween(whole * 0.9, whole * 1.1);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void roleWithNothingGetsWhatItMaySeeAndIsToldTheGrant(TestDatabase server) throws Exception {
    Role role = server.createRole();
    try (Vitals vitals = Vitals.server(server, role, ServerConfig.defaults())) {
      vitals.read();
      vitals.read();

      assertThat(vitals.latest("postgresql.commits", Map.of())).isNotEmpty();
      assertThat(vitals.latest("postgresql.connection.used", Map.of())).isEmpty();
      assertThat(vitals.latest("postgresql.xmin.age", Map.of())).isEmpty();
      for (String part :
          List.of("connections", "horizon", "replication", "wal-files", "progress")) {
        assertThat(vitals.context().said(part).status()).as(part).isEqualTo(HealthStatus.FORBIDDEN);
        assertThat(vitals.context().said(part).remedy())
            .isEqualTo("GRANT pg_monitor TO \"" + role.name() + "\";");
      }
      assertThat(vitals.context().said("databases").status()).isEqualTo(HealthStatus.UP);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void everyStatementIsUnderstood(TestDatabase server) throws Exception {
    try (Vitals vitals = Vitals.server(server)) {
      vitals.read();

      assertThat(VitalSigns.SERVER.queries())
          .allSatisfy(
              query ->
                  assertThat(vitals.context().said(query.part()).status())
                      .as(query.part())
                      .isEqualTo(HealthStatus.UP));
    }
  }

  /** As managed clouds do: a view or function is there, and not for us. */
  @ParameterizedTest
  @MethodSource(ALL)
  void viewThatIsForbiddenCostsNoOther(TestDatabase server) throws Exception {
    server.run("revoke execute on function pg_catalog.pg_ls_waldir() from pg_monitor");
    try (Vitals vitals = Vitals.server(server)) {
      vitals.read();
      vitals.read();

      assertThat(vitals.context().said("wal-files").status()).isEqualTo(HealthStatus.FORBIDDEN);
      assertThat(vitals.context().said("wal-files").remedy()).startsWith("GRANT pg_monitor");
      for (String metric :
          List.of(
              "postgresql.commits",
              "postgresql.connection.used",
              "postgresql.archiver.pending",
              "postgresql.bgwriter.maxwritten",
              "postgresql.uptime")) {
        assertThat(vitals.latest(metric, Map.of())).as(metric).isNotEmpty();
      }
      server.run("grant execute on function pg_catalog.pg_ls_waldir() to pg_monitor");
      assertThat(vitals.read().latest("postgresql.wal.age", Map.of())).hasSize(1);
      assertThat(vitals.context().said("wal-files").status()).isEqualTo(HealthStatus.UP);
    } finally {
      server.run("grant execute on function pg_catalog.pg_ls_waldir() to pg_monitor");
    }
  }

  /** What was given up did not arrive: the next reading tells it again, and nothing twice. */
  @ParameterizedTest
  @MethodSource(ALL)
  void readingThatIsGivenUpLosesNoIncrease(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    Map<String, String> of = Map.of("db.namespace", database);
    try (Vitals vitals = Vitals.server(server)) {
      run(server, database, "create table truth (id int) with (autovacuum_enabled = off)");
      settled(vitals, "postgresql.tup_inserted", of);
      double before = vitals.sum("postgresql.tup_inserted", of);
      run(server, database, "insert into truth select generate_series(1, 500)");
      // Ended by the engine just after it had emitted all.
      vitals.lose();

      eventually(
          () ->
              assertThat(vitals.read().sum("postgresql.tup_inserted", of) - before).isEqualTo(500));
    }
  }

  /** As Aurora does: functions of the write-ahead log raise an error. */
  @ParameterizedTest
  @MethodSource(ALL)
  void functionThatRaisesAnErrorCostsWhatNeedsItAlone(TestDatabase server) throws Exception {
    server.run("select pg_create_physical_replication_slot('raised_it', true)");
    server.run("revoke execute on function pg_catalog.pg_current_wal_lsn() from public");
    Map<String, String> slot = Map.of("postgresql.slot.name", "raised_it");
    try (Vitals vitals = Vitals.server(server)) {
      vitals.read();

      assertThat(vitals.value("postgresql.replication_slot.active", slot)).isZero();
      assertThat(vitals.latest("postgresql.replication_slot.retained", slot)).isEmpty();
      assertThat(vitals.context().said("slots").status()).isEqualTo(HealthStatus.FORBIDDEN);
    } finally {
      server.run("grant execute on function pg_catalog.pg_current_wal_lsn() to public");
      server.run("select pg_drop_replication_slot('raised_it')");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void vacuumThatRunsHoldsNothing(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Clients clients = new Clients(server);
        Vitals vitals = Vitals.server(server)) {
      run(
          server,
          database,
          "create table slow (id int, filler text) with (autovacuum_enabled = off)",
          "insert into slow select g, repeat('x', 500) from generate_series(1, 20000) g",
          "delete from slow");
      Connection vacuum = clients.adopt(server.connect(database));
      Clients.run(vacuum, "set vacuum_cost_delay = '100ms'");
      Clients.run(vacuum, "set vacuum_cost_limit = 1");
      clients.start(vacuum, "vacuum slow");
      String age =
          "select coalesce(max(greatest(age(backend_xid), age(backend_xmin))), -1)"
              + " from pg_stat_activity where pid in (select pid from pg_stat_progress_vacuum)";
      eventually(
          () -> {
            run(server, database, "select txid_current()");
            assertThat(ask(server, age)).isGreaterThanOrEqualTo(50);
          });

      eventually(
          () ->
              assertThat(
                      vitals
                          .read()
                          .value(
                              "postgresql.xmin.age", Map.of("postgresql.xmin.holder", "session")))
                  .isLessThan(50));
      assertThat(ask(server, age)).as("the vacuum still runs").isPositive();
    }
  }

  /** With patience for nothing, so that the test need not wait. */
  @ParameterizedTest
  @MethodSource(ALL)
  void holderOfTheHorizonIsNamedAndWhatClientsWriteIsMasked(TestDatabase server) throws Exception {
    MetricSettings settings =
        new MetricSettings(
            "postgresql",
            Duration.ofSeconds(10),
            100,
            Map.of("databases", 10),
            Map.of("held_minutes", 0, "held_transactions", 1_000_000),
            VitalSigns.ORIGIN,
            1);
    try (Clients clients = new Clients(server);
        Vitals vitals = Vitals.server(server)) {
      Connection holder = clients.open();
      Clients.run(holder, "set application_name = 'payroll'");
      Clients.run(holder, "begin isolation level repeatable read; select txid_current()");
      Clients.run(
          clients.open(), "begin; select txid_current(); prepare transaction 'jane@example.com'");
      Collector impatient =
          VitalSigns.collector(VitalSigns.SERVER, settings, vitals.target(), vitals.context());
      TestCollection collection = vitals.collection();
      impatient.collect(collection);
      vitals.add(collection);

      List<DbEvent> held =
          vitals.findings().stream()
              .filter(event -> "horizon_held".equals(event.get(Attributes.FINDING_CODE)))
              .toList();
      assertThat(held)
          .extracting(event -> event.get(Attributes.FINDING_MESSAGE))
          .anySatisfy(
              message ->
                  assertThat(message)
                      .contains("pid " + Clients.pid(holder))
                      .contains("application: payroll"))
          .anySatisfy(message -> assertThat(message).contains("prepared transaction"));
      assertThat(held.toString()).doesNotContain("jane");
    } finally {
      server.run("rollback prepared 'jane@example.com'");
    }
  }

  /** A metric is a row of a table and a statement. */
  @ParameterizedTest
  @MethodSource(ALL)
  void metricIsAddedWithoutJava(TestDatabase server) throws Exception {
    MetricTable table = MetricTable.load(MetricTableTest.class, "added", "pg");
    MonitoredServer known =
        new MonitoredServer(server.major(), false, true, "", 8192, () -> {}, "");
    MetricSettings settings =
        new MetricSettings("postgresql", Duration.ofSeconds(10), 100, Map.of(), Map.of(), "", 1);
    try (Vitals vitals = Vitals.server(server)) {
      MetricCollector added =
          new MetricCollector(
              table,
              MetricTableTest.class,
              "pg",
              vitals.target(),
              () -> known,
              settings,
              vitals.context());
      TestCollection collection = vitals.collection();
      added.collect(collection);
      DbEvent event = collection.batch().iterator().next();

      assertThat(event.type().name()).isEqualTo("test.answer");
      assertThat(event.longValue()).isEqualTo(42);
      assertThat(Vitals.label(event, "test.word")).isEqualTo("forty-two");
      assertThat(event.get(Attributes.DB_NAMESPACE)).isEqualTo("forty-two");

      vitals.advance(Duration.ofMinutes(2));
      TestCollection next = vitals.collection();
      added.collect(next);
      vitals.add(next);
      assertThat(vitals.sum("test.calls", Map.of())).isPositive();
      if (server.major() >= 14) {
        // The same clock once in microseconds and once in milliseconds that became seconds.
        assertThat(vitals.sum("test.time", Map.of()) * 1e6)
            .isBetween(
                vitals.sum("test.calls", Map.of()) * 0.5, vitals.sum("test.calls", Map.of()) * 2);
      }
    }
  }

  /** In a session of its own: its statistics reach the others when it ends. */
  private static void run(TestDatabase server, String database, String... statements)
      throws SQLException {
    try (Connection connection = server.connect(database)) {
      for (String sql : statements) {
        Clients.run(connection, sql);
      }
    }
  }

  private static long ask(TestDatabase server, String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Reads until nothing comes any more. */
  private static void settled(Vitals vitals, String metric, Map<String, String> of) {
    eventually(
        () -> {
          vitals.read();
          double first = vitals.sum(metric, of);
          vitals.read();
          vitals.read();
          assertThat(vitals.sum(metric, of)).isEqualTo(first);
        });
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(assertion);
  }
}
