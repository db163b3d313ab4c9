package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.metrics.MetricSettings;
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
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the collector of tables and indexes makes of situations that are known. */
final class RelationsIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  /** Σ (i mod 7 + 1) for i from 1 to 1100. */
  private static final double INSERTED = 4398;

  @ParameterizedTest
  @MethodSource(ALL)
  void operationsOfTwoDatabasesAreCountedExactlyAndApart(TestDatabase server) throws Exception {
    String one = server.createDatabase();
    String other = server.createDatabase();
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), one, other)) {
      run(server, one, "create table truth (id int)");
      run(server, other, "create table truth (id int)");
      vitals.read(one, other);
      vitals.read(one, other);

      run(
          server,
          one,
          "insert into truth select generate_series(1, 1000)",
          "update truth set id = id + 1 where id <= 300",
          "delete from truth where id <= 70");
      run(server, other, "insert into truth values (1)");

      eventually(
          () -> {
            vitals.read(one, other);
            assertThat(operations(vitals, one, "ins")).isEqualTo(1000);
            assertThat(operations(vitals, one, "upd")).isEqualTo(300);
            assertThat(operations(vitals, one, "del")).isEqualTo(69);
            assertThat(operations(vitals, other, "ins")).isEqualTo(1);
          });
    }
  }

  private static double operations(Vitals vitals, String database, String operation) {
    return vitals.sum(
        "postgresql.operations",
        Map.of("db.namespace", database + "|public", "operation", operation));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void tableThatSomebodyLocksIsSkippedAndNotWaitedFor(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    Map<String, String> locked = Map.of("db.collection.name", "locked");
    Map<String, String> free = Map.of("db.collection.name", "free");
    try (Clients clients = new Clients(server);
        Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(
          server,
          database,
          "create table locked (id int primary key)",
          "create table free (id int)");
      vitals.read(database);
      assertThat(vitals.latest("postgresql.table.size", locked)).as(vitals::complaints).hasSize(1);
      Connection owner = clients.adopt(server.connect(database));
      Clients.run(owner, "begin; lock table locked in access exclusive mode");

      vitals.read(database);

      assertThat(vitals.latest("postgresql.table.size", locked)).as(vitals::complaints).isEmpty();
      assertThat(vitals.latest("postgresql.index.size", locked)).as(vitals::complaints).isEmpty();
      assertThat(vitals.latest("postgresql.table.size", free)).as(vitals::complaints).hasSize(1);
      assertThat(vitals.latest("postgresql.rows", locked)).as(vitals::complaints).hasSize(2);
      assertThat(vitals.value("postgresql.table.locked", Map.of())).isEqualTo(1);
      // Had anything waited, the lock time-out would have ended its statement.
      for (String part : List.of("tables", "indexes", "relations", "table-sizes", "index-sizes")) {
        assertThat(vitals.context().said(part).status()).as(part).isEqualTo(HealthStatus.UP);
      }

      Clients.run(owner, "rollback");
      vitals.read(database);
      assertThat(vitals.latest("postgresql.table.size", locked)).as(vitals::complaints).hasSize(1);
      assertThat(vitals.value("postgresql.table.locked", Map.of())).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void sizesAreThoseTheServerSays(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(
          server,
          database,
          "create table sized (id int primary key, filler text)",
          "insert into sized select g, repeat('x', 300) from generate_series(1, 10000) g",
          "vacuum analyze sized");

      vitals.read(database);

      assertThat(vitals.value("postgresql.table.size", Map.of("db.collection.name", "sized")))
          .isEqualTo(ask(server, database, "select pg_table_size('sized')"));
      assertThat(
              vitals.value("postgresql.index.size", Map.of("postgresql.index.name", "sized_pkey")))
          .isEqualTo(ask(server, database, "select pg_relation_size('sized_pkey')"));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void deadRowsAreComparedWithAllRows(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    Map<String, String> table = Map.of("db.collection.name", "dying");
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(
          server,
          database,
          "create table dying (id int) with (autovacuum_enabled = off)",
          "insert into dying select generate_series(1, 1000)",
          "delete from dying where id <= 250");

      eventually(
          () -> {
            vitals.read(database);
            assertThat(vitals.value("postgresql.table.dead_ratio", table)).isEqualTo(0.25);
            assertThat(
                    vitals.value(
                        "postgresql.rows", Map.of("db.collection.name", "dying", "state", "dead")))
                .isEqualTo(250);
          });
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void partitionsAreTheirTable(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(
          server,
          database,
          "create table parts (id int primary key) partition by range (id)",
          "create table parts_20260101 partition of parts for values from (0) to (100)",
          "create table parts_20260102 partition of parts for values from (100) to (1000)");
      vitals.read(database);
      vitals.read(database);
      run(server, database, "insert into parts select generate_series(0, 999)");

      eventually(
          () -> {
            vitals.read(database);
            assertThat(
                    vitals.sum(
                        "postgresql.operations",
                        Map.of("db.collection.name", "parts", "operation", "ins")))
                .isEqualTo(1000);
          });
      assertThat(
              vitals.latest("postgresql.index.size", Map.of("postgresql.index.name", "parts_pkey")))
          .as(vitals::complaints)
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void thousandTablesAreAFewSeriesWhoseSumIsRight(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    RelationsConfig config = RelationsConfig.defaults().withTop(5, 5);
    try (Vitals vitals = Vitals.relations(server, config, database)) {
      run(
          server,
          database,
          "do $$ begin for i in 1..1100 loop execute 'create table many_' || i || ' (id int primary key)';"
              + " end loop; end $$");
      vitals.read(database);
      vitals.read(database);
      // Until 14 a session sends its statistics as datagrams, which the server loses if they are
      // many.
      for (int first = 1; first <= 1100; first += 50) {
        run(
            server,
            database,
            "do $$ begin for i in %d..%d loop execute 'insert into many_' || i || ' select"
                    .formatted(first, first + 49)
                + " generate_series(1, ' || (i % 7 + 1) || ')'; end loop; end $$");
      }

      eventually(
          () -> {
            vitals.read(database);
            double counted =
                ask(server, database, "select sum(n_tup_ins) from pg_stat_user_tables");
            assertThat(counted).isBetween(server.major() >= 15 ? INSERTED : 1.0, INSERTED);
            assertThat(vitals.sum("postgresql.operations", Map.of("operation", "ins")))
                .isEqualTo(counted);
          });

      assertThat(vitals.latest().size()).isLessThan(400);
      assertThat(vitals.latest("postgresql.operations", Map.of("operation", "ins")))
          .as(vitals::complaints)
          .hasSize(6);
      assertThat(vitals.value("postgresql.table.count", Map.of())).isEqualTo(1100);
      assertThat(vitals.latest("postgresql.operations", Map.of("db.collection.name", "other")))
          .allSatisfy(event -> assertThat(event.get(Attributes.DB_NAMESPACE)).isEqualTo(database));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void uselessIndexesAreCountedAndDuplicatesToldOnceAnHour(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(
          server,
          database,
          "create table indexed (id int primary key, a int, b int unique)",
          "create index first_a on indexed (a)",
          "create index second_a on indexed (a)",
          "create index partial_a on indexed (a) where a > 0",
          "create index down_a on indexed (a desc)",
          "create index same_as_key on indexed (id)",
          "create index same_as_unique on indexed (b)");

      vitals.read(database);
      vitals.readAgain(database);

      assertThat(vitals.findings())
          .extracting(event -> event.get(Attributes.FINDING_REMEDY))
          .containsExactlyInAnyOrder(
              "DROP INDEX CONCURRENTLY public.second_a;",
              "DROP INDEX CONCURRENTLY public.same_as_key;",
              "DROP INDEX CONCURRENTLY public.same_as_unique;");
      assertThat(vitals.findings()).extracting(DbEvent::database).containsOnly(database);
      assertThat(vitals.value("postgresql.index.unused", Map.of())).isEqualTo(6);
      assertThat(vitals.read(database).findings()).hasSize(6);
    }
  }

  /** Each of these was once told to be superfluous, or was in the place of the one that is. */
  @ParameterizedTest
  @MethodSource(ALL)
  void indexThatEnforcesMoreIsNeverTheOneToDrop(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(
          server,
          database,
          "create table strong (d int, u int, f int, n int, o text)",
          "alter table strong add constraint late unique (d) deferrable",
          "create unique index at_once on strong (d)",
          "create index plain_u on strong (u)",
          "create unique index unique_u on strong (u)",
          "create index full_f on strong (f) with (fillfactor = 50)",
          "create index other_f on strong (f) with (fillfactor = 90)",
          "create index short_o on strong using gist (to_tsvector('simple', o) tsvector_ops(siglen=100))",
          "create index long_o on strong using gist (to_tsvector('simple', o) tsvector_ops(siglen=200))");
      if (server.major() >= 15) {
        run(
            server,
            database,
            "create unique index lax_n on strong (n)",
            "create unique index strict_n on strong (n) nulls not distinct");
      }

      vitals.read(database);

      List<String> expected = new ArrayList<>(List.of("DROP INDEX CONCURRENTLY public.plain_u;"));
      if (server.major() >= 15) {
        expected.add("DROP INDEX CONCURRENTLY public.lax_n;");
      }
      assertThat(vitals.findings())
          .extracting(event -> event.get(Attributes.FINDING_REMEDY))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** Both names become the same when they are masked, and neither can be told. */
  @ParameterizedTest
  @MethodSource(ALL)
  void findingsOfNamesThatAreMaskedAreApartAndSayHowToFindThem(TestDatabase server)
      throws Exception {
    String database = server.createDatabase();
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(
          server,
          database,
          "create table customers (a int, b int)",
          "create index a1 on customers (a)",
          "create index \"jane@example.com\" on customers (a)",
          "create index b1 on customers (b)",
          "create index \"john@example.com\" on customers (b)");

      vitals.read(database);

      assertThat(vitals.findings())
          .extracting(event -> event.get(Attributes.FINDING_REMEDY))
          .hasSize(2)
          .doesNotHaveDuplicates()
          .allSatisfy(
              remedy ->
                  assertThat(remedy)
                      .doesNotContain("example.com")
                      .containsPattern("SELECT \\d+::regclass;"));
    }
  }

  /** With patience for nothing, so that the test need not wait. */
  @ParameterizedTest
  @MethodSource(ALL)
  void largeIndexThatNothingReadsIsNamed(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    MetricSettings settings =
        new MetricSettings(
            "postgresql",
            Duration.ofSeconds(60),
            1_000,
            Map.of("tables", 10, "indexes", 10),
            Map.of("max", 1_001, "exact", 10, "unused_days", 0),
            VitalSigns.ORIGIN,
            10);
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(
          server,
          database,
          "create table large (id int)",
          "insert into large select generate_series(1, 600000)",
          "create index idle_large on large (id)",
          "create table small (id int)",
          "insert into small values (1)",
          "create index idle_small on small (id)");
      Collector impatient =
          VitalSigns.collector(VitalSigns.RELATIONS, settings, vitals.target(), vitals.context());

      eventually(
          () -> {
            TestCollection collection =
                new TestCollection(vitals.target(), database, Duration.ofSeconds(20));
            vitals.advance(Duration.ofHours(1));
            impatient.collect(collection);
            vitals.add(collection);
            assertThat(vitals.findings())
                .as(vitals::complaints)
                .extracting(event -> event.get(Attributes.FINDING_MESSAGE))
                .isNotEmpty()
                .allSatisfy(
                    message -> assertThat(message).startsWith("Index public.idle_large of 13 MB"));
          });
    }
  }

  /** The engine bounds a collection: what does not fit into one is told by the next. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatDoesNotFitIntoACollectionStaysUnread(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), database)) {
      run(server, database, "create table truth (id int)");
      vitals.read(database);
      vitals.read(database);
      run(server, database, "insert into truth select generate_series(1, 1000)");

      vitals.readInto(10, database);
      assertThat(vitals.context().said("tables").reason()).isEqualTo("batch_full");

      eventually(
          () -> {
            vitals.read(database);
            assertThat(operations(vitals, database, "ins")).isEqualTo(1000);
          });
      assertThat(vitals.context().said("tables").status()).isEqualTo(HealthStatus.UP);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void moreTablesThanAreLookedAtAreSaidToBeLeftOut(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    run(
        server,
        database,
        "do $$ begin for i in 1..101 loop execute 'create table many_' || i || ' (id int)'; end loop; end $$");
    try (Vitals vitals = Vitals.relations(server, atMost(100), database)) {
      vitals.read(database);
      assertThat(vitals.context().said("tables").reason()).isEqualTo("rows_beyond_limit");

      run(server, database, "drop table many_101");
      vitals.read(database);
      assertThat(vitals.context().said("tables").status()).isEqualTo(HealthStatus.UP);
    }
  }

  private static RelationsConfig atMost(int relations) {
    RelationsConfig config = RelationsConfig.defaults();
    return new RelationsConfig(
        config.interval(),
        config.timeout(),
        config.topTables(),
        config.topIndexes(),
        relations,
        config.exactSizes(),
        config.maxDatabases());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void databaseThatIsGoneCostsNoOther(TestDatabase server) throws Exception {
    String stays = server.createDatabase();
    String goes = server.createDatabase();
    run(server, stays, "create table truth (id int)");
    try (Vitals vitals = Vitals.relations(server, RelationsConfig.defaults(), stays, goes)) {
      server.run("drop database " + goes);

      vitals.read(goes, stays);

      assertThat(vitals.latest("postgresql.table.count", Map.of("db.namespace", stays)))
          .as(vitals::complaints)
          .hasSize(1);
      assertThat(vitals.context().said("visits").reason()).isEqualTo("missing_object");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void moreDatabasesThanAReadingVisitsTakeTurns(TestDatabase server) throws Exception {
    String one = server.createDatabase();
    String other = server.createDatabase();
    RelationsConfig config =
        new RelationsConfig(Duration.ofSeconds(60), Duration.ofSeconds(45), 30, 30, 10_000, 200, 1);
    try (Vitals vitals = Vitals.relations(server, config, one, other)) {
      for (int i = 0; i < 2; i++) {
        vitals.readTogether(vitals.target().databases());
        assertThat(vitals.latest("postgresql.table.count", Map.of()))
            .as(vitals::complaints)
            .hasSize(1);
      }

      assertThat(vitals.events("postgresql.table.count"))
          .extracting(event -> event.get(Attributes.DB_NAMESPACE))
          .containsExactlyInAnyOrder(one, other);
    }
  }

  private static void run(TestDatabase server, String database, String... statements)
      throws SQLException {
    try (Connection connection = server.connect(database)) {
      for (String sql : statements) {
        Clients.run(connection, sql);
      }
    }
  }

  private static double ask(TestDatabase server, String database, String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getDouble(1);
    }
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(assertion);
  }
}
