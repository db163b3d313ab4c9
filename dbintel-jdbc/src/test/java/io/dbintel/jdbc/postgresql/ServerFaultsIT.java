package io.dbintel.jdbc.postgresql;

import static io.dbintel.jdbc.postgresql.Incident.SERVER;
import static io.dbintel.jdbc.postgresql.Incident.SESSIONS;
import static io.dbintel.jdbc.postgresql.Incident.STATEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.observe.SessionMeasurements;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that answers, but not as on other days: full, locked, read-only, reset, out of time. */
@ParameterizedClass(name = "PostgreSQL {0}")
@MethodSource("io.dbintel.jdbc.testing.TestDatabase#versions")
final class ServerFaultsIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Set<String> ANY = Set.of("orders", SESSIONS, STATEMENTS, SERVER);

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedServer server;

  @SuppressWarnings("NullAway.Init")
  private static Role role;

  private final int major;
  private final List<AutoCloseable> toClose = new ArrayList<>();

  ServerFaultsIT(int major) {
    this.major = major;
  }

  @BeforeParameterizedClassInvocation
  static void start(int major) throws SQLException {
    server = TestDatabase.startFresh(major);
    server.set("max_connections", "30");
    role = server.createRole("pg_monitor");
  }

  @AfterParameterizedClassInvocation
  static void remove() {
    server.remove();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      toClose.get(i).close();
    }
  }

  @Test
  void fullServerIsToldAndReadAgainWhenThereIsRoom() throws Exception {
    Incident incident = watch("full");
    Role crowd = server.createRole();
    List<Connection> taken = new ArrayList<>();
    toClose.add(() -> closeAll(taken));

    incident
        .watching()
        .until(
            () -> {
              server.run(
                  "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
                      + role.name()
                      + "'");
              fill(crowd, taken);
              return incident.isTold(ANY, Set.of("too_many_connections"));
            });

    ComponentHealth health = incident.awaitTold(ANY, Set.of("too_many_connections"));
    assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
    assertThat(health.remedy()).contains("max_connections");
    closeAll(taken);
    incident.isOver().assertRecovers();
    incident.assertLeavesNothing();
  }

  private static void fill(Role crowd, List<Connection> taken) {
    try {
      while (true) {
        taken.add(server.connect("postgres", crowd));
      }
    } catch (SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
    }
  }

  private static void closeAll(List<Connection> connections) throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  /**
   * What every statement of ours reads is locked: each is given up by the server, none waits on.
   */
  @Test
  void lockStormIsToldAndOverOnceTheLocksAreGone() throws Exception {
    Incident incident = watch("locked");
    try (Connection locker = server.connect("postgres")) {
      locker.setAutoCommit(false);
      Clients.run(locker, "lock table pg_catalog.pg_database, pg_catalog.pg_authid");

      incident.awaitTold(
          Set.of(SESSIONS, SERVER, SERVER + "/databases"), Set.of("timeout", "collection_timeout"));
      incident.awaitMissed(SessionsProvider.NAME, 2);
      locker.rollback();
    }
    incident.isOver().assertRecovers();
    incident.assertLeavesNothing();
  }

  /**
   * Statements that wait for a lock end by the statement time-out where that is the shorter one:
   * the connection is kept. A collection has time for all of its statements to end so; were it
   * given up, its connection would be closed, and nobody can log in while these tables are locked.
   */
  @Test
  void statementTimeoutIsToldAndOverOnceTheLocksAreGone() throws Exception {
    Incident incident =
        Incident.watch(
            "impatient", server, role, SECOND.multipliedBy(3), Duration.ofMillis(250), SECOND);
    toClose.add(incident);
    try (Connection locker = server.connect("postgres")) {
      locker.setAutoCommit(false);
      Clients.run(locker, "lock table pg_catalog.pg_database, pg_catalog.pg_authid");

      incident.awaitTold(Set.of(SESSIONS, SERVER, SERVER + "/databases"), Set.of("timeout"));
      incident.awaitMissed(SessionsProvider.NAME, 2);
      locker.rollback();
    }
    incident.isOver().assertRecovers();
    incident.assertLeavesNothing();
  }

  @Test
  void readOnlyServerIsReadLikeAnyOther() throws Exception {
    Incident incident = watch("readonly");
    toClose.add(() -> reload("alter system reset default_transaction_read_only"));

    reload("alter system set default_transaction_read_only = on");

    server.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dbintel'");
    Incident.Aftermath since = incident.isOver();
    since.assertRecovers();
    incident.watching().closeAndAssertNothingIsLeft();
  }

  private static void reload(String sql) throws SQLException {
    try (Connection connection = server.connect("postgres")) {
      Clients.run(connection, "set default_transaction_read_only = off");
      Clients.run(connection, sql);
      Clients.run(connection, "select pg_reload_conf()");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void clockOfOursThatJumpsAnHourInventsNothing(int hours) throws Exception {
    Incident incident = watch("clock" + (hours > 0 ? "-on" : "-back"));
    try (Connection sleeper = server.connect("postgres")) {
      Clients.run(sleeper, "begin");

      incident.clock().jumpWall(Duration.ofHours(hours));

      incident.isOver().assertRecovers();
      long jumped = incident.clock().epochNanos();
      for (var type :
          List.of("postgresql.commits", SessionMeasurements.OLDEST_TRANSACTION.name())) {
        incident
            .watching()
            .awaitEvent(event -> event.type().name().equals(type) && event.epochNanos() >= jumped);
      }
      assertThat(incident.watching().events())
          .filteredOn(ServerFaultsIT::isDuration)
          .filteredOn(event -> !event.type().name().equals("postgresql.uptime"))
          .as("nothing here lasts for half an hour")
          .allSatisfy(
              event ->
                  assertThat(Vitals.number(event)).as(event.type().name()).isBetween(0.0, 1_800.0));
      assertThat(incident.watching().events()).allSatisfy(ServerFaultsIT::assertNotNegative);
    }
    incident.assertLeavesNothing();
  }

  private static boolean isDuration(DbEvent event) {
    Instrument instrument = event.type().instrument();
    return instrument != null && instrument.unit().equals("s");
  }

  /** Each function that resets statistics: what was counted before is not told again. */
  @Test
  void resetsOfEveryKindInventNothingAndAreNoTrouble() throws Exception {
    String database = "resets_" + major;
    server.run("create database " + database);
    run(database, "create table counted (id int)");
    run(database, "insert into counted select generate_series(1, 500000)");
    Incident incident = watch("resets");
    Incident.Aftermath since = incident.isOver();

    for (String reset : resets()) {
      run(database, "insert into counted select generate_series(1, 100)");
      run(reset.contains("statements_reset") ? "postgres" : database, reset);
      since.assertRecovers();
      since = incident.isOver();
    }

    since.assertRecovers();
    double inserted =
        incident.watching().events().stream()
            .filter(event -> event.type().name().equals("postgresql.tup_inserted"))
            .filter(event -> database.equals(Vitals.label(event, "db.namespace")))
            .mapToDouble(Vitals::number)
            .sum();
    assertThat(inserted).isBetween(0.0, 100.0 * resets().size());
    assertThat(incident.watching().events()).allSatisfy(ServerFaultsIT::assertNotNegative);
    assertThat(incident.watching().dbintel().health().status()).isEqualTo(HealthStatus.UP);
    incident.assertLeavesNothing();
  }

  private List<String> resets() {
    List<String> resets =
        new ArrayList<>(
            List.of(
                "select pg_stat_reset()",
                "select pg_stat_reset_single_table_counters('counted'::regclass)",
                "select pg_stat_reset_slru(null)",
                "select pg_stat_reset_shared('archiver')",
                "select pg_stat_reset_shared('bgwriter')",
                "select pg_stat_statements_reset()",
                "select pg_stat_statements_reset(0, 0, max(queryid)) from pg_stat_statements"));
    if (major >= 14) {
      resets.add("select pg_stat_reset_shared('wal')");
      resets.add("select pg_stat_reset_replication_slot(null)");
    }
    if (major >= 15) {
      resets.add("select pg_stat_reset_shared('recovery_prefetch')");
    }
    if (major >= 16) {
      resets.add("select pg_stat_reset_shared('io')");
    }
    if (major >= 17) {
      resets.add("select pg_stat_reset_shared('checkpointer')");
      resets.add("select pg_stat_reset_shared('slru')");
      resets.add("select pg_stat_reset_shared(null)");
      resets.add("select pg_stat_statements_reset(minmax_only => true)");
    }
    return resets;
  }

  private static void run(String database, String sql) throws SQLException {
    try (Connection connection = server.connect(database)) {
      Clients.run(connection, sql);
    }
  }

  private static void assertNotNegative(DbEvent event) {
    if (event.type().instrument() != null) {
      assertThat(Vitals.number(event)).as(event.type().name()).isNotNegative();
    }
  }

  /**
   * The standby has the primary's identifier, and numbers of its own: what it counted before is not
   * told of the time since.
   */
  @Test
  void standbyBehindTheSameAddressIsAnotherRunWithNumbersOfItsOwn() throws Exception {
    EmbeddedServer primary = TestDatabase.startFresh(major);
    toClose.add(primary::remove);
    Role monitor = primary.createRole("pg_monitor");
    primary.run("create table counted (id int)");
    EmbeddedServer standby = primary.startStreamingStandby();
    toClose.add(standby::remove);
    try (Connection busy = standby.connect("postgres")) {
      for (int i = 0; i < 5_000; i++) {
        Clients.run(busy, "select " + i % 7);
      }
    }
    Incident incident = Incident.watch("failover", primary, monitor, SECOND);
    toClose.add(incident);
    primary.run("insert into counted select generate_series(1, 1000)");

    primary.kill();
    incident.awaitTold("orders", "connection_lost", "shutting_down");
    standby.promote();
    incident.network().leadTo(standby);

    incident.isOver().assertRecovers();
    long since = incident.clock().epochNanos();
    for (String metric : List.of("postgresql.commits", "postgresql.recovery")) {
      incident
          .watching()
          .awaitEvent(event -> event.type().name().equals(metric) && event.epochNanos() >= since);
    }
    assertThat(incident.watching().events())
        .filteredOn(event -> event.type().name().equals("postgresql.commits"))
        .as("the 5 000 of the standby's own past are not of our time")
        .allSatisfy(event -> assertThat(event.longValue()).isBetween(0L, 4_000L));
    assertThat(incident.watching().events()).allSatisfy(ServerFaultsIT::assertNotNegative);
    incident.watching().closeAndAssertNothingIsLeft();
  }

  private Incident watch(String name) {
    Incident incident = Incident.watch(name, server, role, SECOND);
    toClose.add(incident);
    return incident;
  }
}
