package io.dbintel.jdbc.postgresql;

import static io.dbintel.jdbc.postgresql.Incident.SERVER;
import static io.dbintel.jdbc.postgresql.Incident.SESSIONS;
import static io.dbintel.jdbc.postgresql.Incident.STATEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What an administrator changes under us: grants, the extension, views, settings, statistics. */
@ParameterizedClass(name = "PostgreSQL {0}")
@MethodSource("io.dbintel.jdbc.testing.TestDatabase#versions")
final class GrantFaultsIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedServer server;

  private final List<AutoCloseable> toClose = new ArrayList<>();

  @SuppressWarnings("UnusedVariable")
  GrantFaultsIT(int major) {}

  @BeforeParameterizedClassInvocation
  static void start(int major) {
    server = TestDatabase.startFresh(major);
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
  void revokedGrantIsToldByAllWhoNeedItAndForgottenOnceItIsBack() throws Exception {
    Role role = server.createRole("pg_monitor");
    Incident incident = watch("revoked", role);

    server.run("revoke pg_monitor from " + role.name());

    for (String part :
        List.of(SESSIONS + "/visibility", STATEMENTS + "/visibility", SERVER + "/connections")) {
      ComponentHealth health = incident.awaitTold(part, "insufficient_privilege");
      assertThat(health.status()).isEqualTo(HealthStatus.FORBIDDEN);
      assertThat(health.remedy()).isEqualTo("GRANT pg_monitor TO \"" + role.name() + "\";");
    }
    server.run("grant pg_monitor to " + role.name());
    Incident.Aftermath after = incident.isOver();
    after.assertUp(SessionsProvider.NAME, SESSIONS + "/visibility");
    after.assertUp(StatementsProvider.NAME, STATEMENTS + "/visibility");
    after.assertUp(ServerProvider.NAME, SERVER + "/connections");
    after.assertRecovers();
    incident.assertLeavesNothing();
  }

  /** What a role without the grant sees of sessions is no number of connections. */
  @Test
  void withoutTheGrantNoPartIsToldForTheWhole() throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Connection idler = server.connect("postgres")) {
      Clients.run(idler, "begin");
      Clients.run(idler, "select pg_current_xact_id()");
      Incident incident = watch("partial", role);
      server.run("revoke pg_monitor from " + role.name());
      long revoked = System.currentTimeMillis() * 1_000_000;
      incident.awaitTold(SERVER + "/connections", "insufficient_privilege");

      assertThat(incident.watching().events())
          .filteredOn(event -> event.type().name().equals("postgresql.transaction.oldest_age"))
          .filteredOn(event -> event.epochNanos() >= revoked)
          .filteredOn(
              event -> "session".equals(Vitals.label(event, "postgresql.transaction.holder")))
          .as("a transaction is open all the time")
          .allSatisfy(event -> assertThat(event.doubleValue()).isPositive());
      incident.assertLeavesNothing();
      Clients.run(idler, "rollback");
    }
  }

  @Test
  void extensionThatIsDroppedIsMissedAndReadAgainOnceItIsThere() throws Exception {
    Incident incident = watch("dropped", server.createRole("pg_monitor"));
    toClose.add(() -> server.run("create extension if not exists pg_stat_statements"));

    server.run("drop extension pg_stat_statements");

    ComponentHealth health = incident.awaitTold(STATEMENTS + "/availability", "statements_missing");
    assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
    assertThat(health.remedy()).contains("CREATE EXTENSION pg_stat_statements;");
    server.run("create extension pg_stat_statements");
    Incident.Aftermath after = incident.isOver();
    after.assertUp(StatementsProvider.NAME, STATEMENTS + "/availability");
    after.assertRecovers();
    incident.assertLeavesNothing();
  }

  /** The owner of the extension took the function from us: nothing is hidden, all is forbidden. */
  @Test
  void functionThatIsForbiddenIsToldWithItsGrant() throws Exception {
    Role role = server.createRole("pg_monitor");
    Incident incident = watch("forbidden", role);
    String function = "function pg_stat_statements(boolean)";
    toClose.add(() -> server.run("grant execute on " + function + " to public"));

    server.run("revoke execute on " + function + " from public");

    ComponentHealth health =
        incident.awaitTold(STATEMENTS + "/availability", "statements_forbidden");
    assertThat(health.status()).isEqualTo(HealthStatus.FORBIDDEN);
    server.run(health.remedy());
    Incident.Aftermath after = incident.isOver();
    after.assertUp(StatementsProvider.NAME, STATEMENTS + "/availability");
    after.assertRecovers();
    server.run("drop owned by " + role.name());
    incident.assertLeavesNothing();
  }

  @Test
  void viewThatLostAColumnCostsNoOther() throws Exception {
    Incident incident = watch("column", server.createRole("pg_monitor"));
    toClose.add(
        () -> {
          if (columns("pg_stat_archiver").contains("renamed")) {
            changeCatalog("alter view pg_catalog.pg_stat_archiver rename renamed to failed_count");
          }
        });

    changeCatalog("alter view pg_catalog.pg_stat_archiver rename failed_count to renamed");

    ComponentHealth health = incident.awaitTold(SERVER + "/archiver", "missing_object");
    assertThat(health.message()).contains("archiver");
    assertOthersGoOn(incident);
    changeCatalog("alter view pg_catalog.pg_stat_archiver rename renamed to failed_count");
    incident.isOver().assertRecovers();
    incident.clock().advance(ServerKnowledge.MIN_AGE);
    incident.watching().awaitUp(SERVER + "/archiver");
    incident.assertLeavesNothing();
  }

  /** Every row is bad: they are counted, the part says so, and nothing is made of them. */
  @Test
  void columnOfAnotherTypeCostsNoOther() throws Exception {
    Incident incident = watch("type", server.createRole("pg_monitor"));
    String definition = definition("pg_stat_archiver");

    changeCatalog(
        "drop view pg_catalog.pg_stat_archiver",
        "create view pg_catalog.pg_stat_archiver as select 'many'::text as archived_count, "
            + "last_archived_wal, last_archived_time, failed_count, last_failed_wal,"
            + " last_failed_time, stats_reset from pg_catalog.pg_stat_get_archiver()",
        "grant select on pg_catalog.pg_stat_archiver to public");

    incident.awaitTold(SERVER + "/archiver", "bad_rows");
    assertThat(badRows(incident)).isPositive();
    assertOthersGoOn(incident);
    changeCatalog(
        "drop view pg_catalog.pg_stat_archiver",
        "create view pg_catalog.pg_stat_archiver as " + definition,
        "grant select on pg_catalog.pg_stat_archiver to public");
    Incident.Aftermath after = incident.isOver();
    after.assertUp(ServerProvider.NAME, SERVER + "/archiver");
    after.assertRecovers();
    incident.assertLeavesNothing();
  }

  private static double badRows(Incident incident) {
    return incident
        .watching()
        .metric(
            "dbintel.collection.bad_rows", Map.of("dbintel.collector.name", ServerProvider.NAME));
  }

  private static void assertOthersGoOn(Incident incident) {
    long now = System.currentTimeMillis() * 1_000_000;
    for (String metric : List.of("postgresql.commits", "postgresql.connection.used")) {
      incident
          .watching()
          .awaitEvent(event -> event.type().name().equals(metric) && event.epochNanos() > now);
    }
    incident.watching().assertLedgerIsTrue();
  }

  /** As a superuser may who says that he means it. */
  private static void changeCatalog(String... statements) throws SQLException {
    try (Connection connection = server.connect("postgres")) {
      connection.setAutoCommit(false);
      Clients.run(connection, "set allow_system_table_mods = on");
      for (String sql : statements) {
        Clients.run(connection, sql);
      }
      connection.commit();
    }
  }

  private static String columns(String view) throws SQLException {
    return ask(
        "select string_agg(attname, ' ') from pg_attribute where attrelid = '"
            + view
            + "'::regclass");
  }

  private static String definition(String view) throws SQLException {
    return ask("select pg_get_viewdef('" + view + "'::regclass)");
  }

  private static String ask(String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return Objects.requireNonNull(row.getString(1));
    }
  }

  private Incident watch(String name, Role role) {
    Incident incident = Incident.watch(name, server, role, SECOND);
    toClose.add(incident);
    return incident;
  }
}
