package io.dbintel.jdbc.postgresql;

import static io.dbintel.jdbc.postgresql.Incident.SERVER;
import static io.dbintel.jdbc.postgresql.Incident.SESSIONS;
import static io.dbintel.jdbc.postgresql.Incident.STATEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.observe.StatementMeasurements;
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
import org.junit.jupiter.params.provider.MethodSource;

/** A server that cannot be reached, in every way in which that happens, and one that restarts. */
@ParameterizedClass(name = "PostgreSQL {0}")
@MethodSource("io.dbintel.jdbc.testing.TestDatabase#versions")
final class NetworkFaultsIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A connection of ours that hears nothing is given up within this. */
  private static final Duration LONGER = Duration.ofSeconds(2);

  private static final Set<String> ANY = Set.of("orders", SESSIONS, STATEMENTS, SERVER);

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedServer server;

  @SuppressWarnings("NullAway.Init")
  private static Role role;

  private final List<AutoCloseable> toClose = new ArrayList<>();

  @SuppressWarnings("UnusedVariable")
  NetworkFaultsIT(int major) {}

  @BeforeParameterizedClassInvocation
  static void start(int major) throws SQLException {
    server = TestDatabase.startFresh(major);
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
  void refusedConnectionIsToldAndFoundAgain() {
    Incident incident = watch("refused", SECOND);

    incident.network().refuse();

    ComponentHealth health = incident.awaitTold("orders", "connection_lost");
    assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
    incident.awaitMissed(StatementsProvider.NAME, 2);
    incident.network().open();
    incident.isOver().assertRecovers();
    incident.assertLeavesNothing();
  }

  @Test
  void serverThatAcceptsAndSaysNothingIsGivenUpAndFoundAgain() {
    Incident incident = watch("silent", LONGER);

    incident.network().fallSilent();

    incident.awaitTold(ANY, Set.of("collection_timeout", "timeout", "connection_lost"));
    incident.awaitMissed(StatementsProvider.NAME, 2);
    incident.awaitTold("orders", "timeout", "connection_lost");
    incident.network().open();
    incident.isOver().assertRecovers();
    incident.assertLeavesNothing();
  }

  /** As when a firewall forgets its connections: they hear nothing, and new ones are served. */
  @Test
  void idleConnectionsThatDiedUnnoticedAreReplacedWithinTwoTurns() {
    Incident incident = watch("forgotten", LONGER);
    int before = incident.network().accepted();

    incident.network().fallSilent();
    incident.network().open();
    incident.isOver().assertRecovers();

    assertThat(incident.network().accepted()).as("links were made anew").isGreaterThan(before);

    incident.assertLeavesNothing();
  }

  /** So many statements that the answer is long, of which the first 1 000 bytes arrive. */
  @Test
  void answerThatStallsInTheMiddleIsNoReading() throws Exception {
    try (Connection load = server.connect("postgres")) {
      for (int i = 0; i < 300; i++) {
        Clients.run(load, "select 1" + ", 1".repeat(i));
      }
    }
    Incident incident = watch("stalled", LONGER);
    long entries = entries(incident);

    incident.network().fallSilentAfter(1_000);

    incident.awaitTold(ANY, Set.of("collection_timeout", "timeout", "connection_lost"));
    incident.awaitMissed(StatementsProvider.NAME, 1);
    incident.network().open();
    incident.isOver().assertRecovers();
    assertThat(entries).isGreaterThan(300);
    assertThat(incident.watching().events())
        .filteredOn(event -> event.type().equals(StatementMeasurements.ENTRIES))
        .as("half an answer was never taken for all statements")
        .allSatisfy(event -> assertThat(event.longValue()).isGreaterThanOrEqualTo(entries));
    incident.assertLeavesNothing();
  }

  private static long entries(Incident incident) {
    return incident.watching().events().stream()
        .filter(event -> event.type().equals(StatementMeasurements.ENTRIES))
        .findFirst()
        .orElseThrow()
        .longValue();
  }

  @Test
  void brokenConnectionsAreToldAndMadeAnew() {
    Incident incident = watch("reset", SECOND);

    incident.network().reset();

    ComponentHealth health = incident.awaitTold("orders", "connection_lost");
    assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
    incident.awaitMissed(SessionsProvider.NAME, 2);
    incident.network().open();
    incident.isOver().assertRecovers();
    incident.assertLeavesNothing();
  }

  @Test
  void killedServerIsToldAndFoundAgain() throws Exception {
    Incident incident = watch("killed", SECOND);
    toClose.add(server::startIfStopped);

    server.kill();

    incident.awaitTold("orders", "connection_lost", "shutting_down");
    incident.awaitMissed(SessionsProvider.NAME, 2);
    server.start();
    incident.isOver().assertRecovers();
    executeUntilTold(incident, 7_001);
    incident.assertLeavesNothing();
  }

  @Test
  void serverThatRestartsAgainAndAgainIsFoundEachTime() throws Exception {
    Incident incident = watch("restarts", SECOND);
    toClose.add(server::startIfStopped);

    for (int i = 0; i < 3; i++) {
      server.stop();
      incident.awaitTold("orders", "connection_lost", "shutting_down");
      server.start();
      incident.isOver().assertRecovers();
    }

    executeUntilTold(incident, 7_003);
    incident.assertLeavesNothing();
  }

  /** What runs from now on comes out, and never more often than it ran. */
  private static void executeUntilTold(Incident incident, int rows) throws SQLException {
    try (Connection load = server.connect("postgres")) {
      int[] executed = {0};
      incident
          .watching()
          .until(
              () -> {
                Clients.run(load, "select generate_series(1, " + rows + ")");
                executed[0]++;
                return calls(incident, rows) > 0;
              });
      assertThat(calls(incident, rows)).isLessThanOrEqualTo(executed[0]);
    }
  }

  /** Calls of the statement that brings so many rows a call, which no other here does. */
  private static long calls(Incident incident, int rows) {
    return incident.watching().events().stream()
        .filter(event -> event.type().equals(EventTypes.TOP_QUERY))
        .filter(
            event ->
                event.getLong(StatementAttributes.ROWS, 0)
                    == rows * event.getLong(StatementAttributes.CALLS, 0))
        .mapToLong(event -> event.getLong(StatementAttributes.CALLS, 0))
        .sum();
  }

  private Incident watch(String name, Duration interval) {
    Incident incident = Incident.watch(name, server, role, interval);
    toClose.add(incident);
    return incident;
  }
}
