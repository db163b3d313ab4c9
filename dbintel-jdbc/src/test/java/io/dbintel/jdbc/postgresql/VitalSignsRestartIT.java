package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counters of servers that are stopped, killed, reset, and of standbys that stand still. */
final class VitalSignsRestartIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final Map<String, String> DATABASE = Map.of("db.namespace", "counted");

  @ParameterizedTest
  @MethodSource(ALL)
  void cleanRestartIsNoReset(TestDatabase like) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(like);
    try (Vitals vitals = Vitals.server(prepared(server))) {
      insert(server, 5_000);
      double before = settled(vitals);

      insert(server, 700);
      server.restart();
      insert(server, 30);

      assertInserted(vitals, before + 730);
    } finally {
      server.remove();
    }
  }

  /**
   * After a crash the server counts from zero: here beyond what was seen before, so nothing fell.
   */
  @ParameterizedTest
  @MethodSource(ALL)
  void killedServerCountsFromZero(TestDatabase like) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(like);
    try (Vitals vitals = Vitals.server(prepared(server))) {
      insert(server, 100);
      double before = settled(vitals);

      server.kill();
      server.start();
      insert(server, 20_000);

      assertInserted(vitals, before + 20_000);
      assertThat(vitals.events("postgresql.commits"))
          .allSatisfy(event -> assertThat(event.longValue()).isBetween(0L, 10_000L));
      assertThat(vitals.events("postgresql.bgwriter.buffers.allocated"))
          .allSatisfy(event -> assertThat(event.longValue()).isBetween(0L, 100_000L));
    } finally {
      server.remove();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void resetByHandIsToldByWhatFell(TestDatabase like) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(like);
    try (Vitals vitals = Vitals.server(prepared(server))) {
      insert(server, 5_000);
      double before = settled(vitals);

      in(server, "select pg_stat_reset()");
      insert(server, 40);

      assertInserted(vitals, before + 40);
    } finally {
      server.remove();
    }
  }

  /** It moves the reset's instant of the whole database, whose own counters go on. */
  @ParameterizedTest
  @MethodSource(ALL)
  void resetOfOneTableInflatesNothing(TestDatabase like) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(like);
    try (Vitals vitals = Vitals.server(prepared(server))) {
      insert(server, 5_000);
      double before = settled(vitals);

      in(server, "select pg_stat_reset_single_table_counters('truth'::regclass)");
      insert(server, 40);

      assertInserted(vitals, before + 40);
    } finally {
      server.remove();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void sharedResetLosesNothingThatCameAfter(TestDatabase like) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(like);
    Map<String, String> requested = Map.of("type", "requested");
    try (Vitals vitals = Vitals.server(prepared(server))) {
      server.run("checkpoint");
      vitals.read();
      eventually(
          () -> {
            double first = vitals.sum("postgresql.bgwriter.checkpoint.count", requested);
            vitals.read();
            vitals.read();
            assertThat(vitals.sum("postgresql.bgwriter.checkpoint.count", requested))
                .isEqualTo(first);
          });
      double before = vitals.sum("postgresql.bgwriter.checkpoint.count", requested);

      server.run("select pg_stat_reset_shared('bgwriter')");
      if (server.major() >= 17) {
        server.run("select pg_stat_reset_shared('checkpointer')");
      }
      for (int i = 0; i < 5; i++) {
        in(server, "insert into truth values (1)");
        server.run("checkpoint");
      }

      eventually(
          () ->
              assertThat(
                      vitals.read().sum("postgresql.bgwriter.checkpoint.count", requested) - before)
                  .isEqualTo(5));
    } finally {
      server.remove();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void frozenStandbyFallsBehindAndAPausedOneSaysSo(TestDatabase like) throws Exception {
    EmbeddedServer primary = TestDatabase.startFresh(like);
    EmbeddedServer standby = null;
    try {
      standby = primary.startStreamingStandby();
      Map<String, String> it = Map.of("postgresql.application_name", "standby_it");
      try (Vitals here = Vitals.server(prepared(primary));
          Vitals there = Vitals.ofSuperuser(standby)) {
        // All of it: a standby that was paused before its first commit cannot say how old its last
        // is.
        eventually(
            () -> assertThat(here.read().value("postgresql.replication.data_delay", it)).isZero());
        assertThat(there.read().value("postgresql.recovery", Map.of())).isEqualTo(1);
        standby.run("select pg_wal_replay_pause()");
        insert(primary, 100_000);

        eventually(
            () -> {
              assertThat(here.read().value("postgresql.replication.data_delay", it))
                  .isGreaterThan(1e6);
              assertThat(there.read().value("postgresql.standby.replay_backlog", Map.of()))
                  .isGreaterThan(1e6);
              assertThat(there.value("postgresql.standby.replay_delay", Map.of())).isPositive();
            });

        standby.run("select pg_wal_replay_resume()");
        eventually(
            () ->
                assertThat(here.read().value("postgresql.replication.data_delay", it))
                    .isLessThan(1e6));
        standby.freeze();
        insert(primary, 100_000);
        assertThat(here.read().value("postgresql.replication.data_delay", it)).isGreaterThan(1e6);
        standby.thaw();
      }
    } finally {
      if (standby != null) {
        standby.thaw();
        standby.remove();
      }
      primary.remove();
    }
  }

  private static EmbeddedServer prepared(EmbeddedServer server) throws SQLException {
    server.run("create database counted");
    in(server, "create table truth (id int) with (autovacuum_enabled = off)");
    return server;
  }

  private static void insert(EmbeddedServer server, int rows) throws SQLException {
    in(server, "insert into truth select generate_series(1, " + rows + ")");
  }

  /** In a session of its own: its statistics reach the others when it ends. */
  private static void in(EmbeddedServer server, String sql) throws SQLException {
    try (Connection connection = server.connect("counted")) {
      Clients.run(connection, sql);
    }
  }

  /** Reads until nothing comes any more from one poll to the next; what has come. */
  private static double settled(Vitals vitals) {
    double[] last = {-1};
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              double before = last[0];
              last[0] = vitals.read().sum("postgresql.tup_inserted", DATABASE);
              return last[0] == before;
            });
    return last[0];
  }

  private static void assertInserted(Vitals vitals, double expected) {
    eventually(
        () -> {
          vitals.readOrReconnect();
          assertThat(vitals.sum("postgresql.tup_inserted", DATABASE)).isEqualTo(expected);
        });
    assertThat(vitals.events("postgresql.tup_inserted"))
        .extracting(DbEvent::longValue)
        .allSatisfy(increase -> assertThat(increase).isNotNegative());
    assertThat(vitals.latest("postgresql.commits", DATABASE))
        .allSatisfy(
            event ->
                assertThat(Objects.requireNonNull(event.get(Attributes.DB_NAMESPACE)))
                    .isEqualTo("counted"));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(assertion);
  }
}
