package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.EveryLog;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * What happens to a whole instance when its server does what servers do: the ledger holds, health
 * tells what is the matter and what to do, and events flow again by themselves.
 *
 * <p>After a fault a server is asked who it is within the reconnect interval of 1 s, and then
 * sampled within 1 s more: two intervals. The bound leaves the rest to a busy machine.
 */
final class FaultsIT {
  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final System.Logger LOGGER = System.getLogger("io.dbintel.test");
  private static final String SESSIONS = "orders/sessions";

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedServer server;

  @SuppressWarnings("NullAway.Init")
  private static Role role;

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private String test = "";

  @BeforeAll
  static void start() throws SQLException {
    server = TestDatabase.startFresh();
    server.set("max_connections", "30");
    role = server.createRole("pg_monitor");
  }

  @AfterAll
  static void remove() {
    if (server != null) {
      server.remove();
    }
  }

  @BeforeEach
  void name(TestInfo info) {
    test = info.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      toClose.get(i).close();
    }
  }

  @Test
  void killedServerIsWatchedAgain() throws Exception {
    Watching watching = watch(target("orders", role));
    underLoad();
    watching.awaitEvent(event -> event.type().equals(EventTypes.SESSION_BLOCKING));
    toClose.add(server::startIfStopped);

    server.kill();

    assertTold(watching.awaitReason("orders", "connection_lost", "shutting_down"));
    watching.awaitSkipped("not_connected", 1);
    watching.assertLedgerIsTrue();
    server.start();
    assertRecovers(watching);
    underLoad();
    assertLeavesNothing(watching);
  }

  @Test
  void restartedServerIsWatchedAgain() throws Exception {
    Watching watching = watch(target("orders", role));
    underLoad();
    watching.awaitEvent(event -> event.type().equals(EventTypes.SESSION_BLOCKING));
    toClose.add(server::startIfStopped);

    server.stop();

    ComponentHealth health = watching.awaitReason("orders", "connection_lost");
    assertTold(health);
    assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
    watching.assertLedgerIsTrue();
    server.start();
    assertRecovers(watching);
    assertLeavesNothing(watching);
  }

  @Test
  void serverThatIsDownAtTheStartIsWatchedWhenItComesUp() throws Exception {
    toClose.add(server::startIfStopped);
    server.stop();

    Watching watching = watch(target("orders", role));

    assertTold(watching.awaitReason("orders", "connection_lost"));
    assertThat(watching.dbintel().health().state()).isEqualTo("RUNNING");
    watching.assertLedgerIsTrue();
    server.start();
    assertRecovers(watching);
    assertLeavesNothing(watching);
  }

  @Test
  void roleWithNothingIsToldTheGrantAndSeesMoreOnceItIsThere() throws Exception {
    String name = "bare_role";
    server.run("create role " + name + " login password 'bare'");
    Watching watching = watch(target("orders", new Role(name, "bare")));
    underLoad();

    ComponentHealth health =
        watching.awaitReason(SESSIONS + "/visibility", "insufficient_privilege");

    assertThat(health.status()).isEqualTo(HealthStatus.FORBIDDEN);
    assertThat(health.remedy()).isEqualTo("GRANT pg_monitor TO \"" + name + "\";");
    watching.awaitEventsAgain();
    watching.assertLedgerIsTrue();
    server.run(health.remedy());
    long granted = System.nanoTime();
    watching.awaitUp(SESSIONS + "/visibility");
    assertWithin(RECOVERY, Duration.ofNanos(System.nanoTime() - granted));
    watching.awaitEvent(event -> event.type().equals(EventTypes.SESSION_BLOCKING));
    assertLeavesNothing(watching);
  }

  @Test
  void frozenServerIsGivenUpAndWatchedAgainWhenItGoesOn() throws Exception {
    Watching watching = watch(target("orders", role));
    underLoad();
    watching.awaitEvent(event -> event.type().equals(EventTypes.SESSION_BLOCKING));
    toClose.add(server::thaw);

    server.freeze();

    assertTold(watching.awaitReason(SESSIONS, "collection_timeout", "timeout", "connection_lost"));
    // Given up while it asks, while it connects, or not begun for there is no connection: which of
    // them it is depends on who held the connections when the server froze.
    double before = watching.inVain();
    watching.until(() -> watching.inVain() >= before + 2);
    watching.assertLedgerIsTrue();
    server.thaw();
    assertRecovers(watching);
    assertLeavesNothing(watching);
  }

  @Test
  void closingDoesNotWaitForAFrozenServer() throws Exception {
    Watching watching = watch(target("orders", role));
    watching.awaitEventsAgain();
    toClose.add(server::thaw);
    server.freeze();
    watching.awaitReason(SESSIONS, "collection_timeout", "timeout", "connection_lost");

    long began = System.nanoTime();
    watching.closeAndAssertNothingIsLeft();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
    server.thaw();
    assertNoBackendIsLeft();
  }

  /** Who says so: the sampler, or the target if another collector lost its connection before. */
  private static Optional<ComponentHealth> fullServer(Watching watching) {
    return Stream.of(SESSIONS, "orders")
        .map(component -> watching.dbintel().health().component(component))
        .filter(health -> health != null && health.reason().equals("too_many_connections"))
        .findFirst();
  }

  @Test
  void fullServerIsWatchedAgainWhenThereIsRoom() throws Exception {
    Watching watching = watch(target("orders", role));
    watching.awaitEventsAgain();
    Role crowd = server.createRole();
    List<Connection> taken = new ArrayList<>();
    toClose.add(() -> closeConnections(taken));

    watching.until(
        () -> {
          endBackendsOf(role);
          fill(crowd, taken);
          return fullServer(watching).isPresent();
        });

    assertTold(fullServer(watching).orElseThrow());
    assertThat(watching.dbintel().health().status()).isEqualTo(HealthStatus.DOWN);
    watching.assertLedgerIsTrue();
    closeConnections(taken);
    assertRecovers(watching);
    assertLeavesNothing(watching);
  }

  @Test
  void closedPoolOfTheHostEndsTheTargetQuietly() throws Exception {
    AtomicBoolean hostRuns = new AtomicBoolean(true);
    AtomicLong hostReads = new AtomicLong();
    HikariDataSource pool = hostPool();
    toClose.add(pool);
    try (EveryLog log = EveryLog.open();
        Connection other = server.connect("postgres")) {
      Thread host =
          new Thread(
              () -> {
                while (hostRuns.get() && !Thread.currentThread().isInterrupted()) {
                  try {
                    Clients.run(other, "select pg_sleep(0.01)");
                    hostReads.incrementAndGet();
                  } catch (SQLException error) {
                    return;
                  }
                }
              },
              "host");
      host.start();
      toClose.add(() -> hostRuns.set(false));
      Watching watching = watch(PostgresTarget.builder("orders").dataSource(pool).build());
      watching.awaitEventsAgain();
      int before = log.lines("io.dbintel", Level.ALL).size();

      pool.close();

      assertTold(watching.awaitReason("orders", "pool_closed"));
      watching.awaitSkipped("not_connected", 4);
      watching.assertLedgerIsTrue();
      // Whichever collector came first met it; the others had no turn since.
      assertThat(watching.dbintel().health().components())
          .filteredOn(one -> one.component().startsWith("orders/"))
          .filteredOn(one -> one.reason().equals("pool_closed"))
          .isNotEmpty()
          .allSatisfy(one -> assertThat(one.remedy()).isNotEmpty());
      assertThat(log.lines("io.dbintel", Level.ALL).size() - before)
          .as(log.lines("io.dbintel", Level.ALL).toString())
          .isBetween(1, 3);
      long reads = hostReads.get();
      watching.until(() -> hostReads.get() > reads);
      assertThat(host.isAlive()).isTrue();
      hostRuns.set(false);
      host.join();
      assertLeavesNothing(watching);
    }
  }

  @Test
  void revokedGrantIsToldAndForgottenOnceItIsBack() throws Exception {
    Role fickle = server.createRole("pg_monitor");
    Watching watching = watch(target("orders", fickle));
    underLoad();
    watching.awaitEvent(event -> event.type().equals(EventTypes.SESSION_BLOCKING));

    server.run("revoke pg_monitor from " + fickle.name());

    ComponentHealth health =
        watching.awaitReason(SESSIONS + "/visibility", "insufficient_privilege");
    assertThat(health.status()).isEqualTo(HealthStatus.FORBIDDEN);
    assertTold(health);
    watching.assertLedgerIsTrue();
    server.run(health.remedy());
    long granted = System.nanoTime();
    watching.awaitUp(SESSIONS + "/visibility");
    assertWithin(RECOVERY, Duration.ofNanos(System.nanoTime() - granted));
    assertLeavesNothing(watching);
  }

  @Test
  void oneServerConfiguredTwiceIsWatchedOnceWithAFinding() throws Exception {
    Watching watching = watch(target("orders", role), target("orders-again", role));

    watching.awaitEvent(
        event ->
            event.type().equals(EventTypes.FINDING)
                && "duplicate_target".equals(event.get(Attributes.FINDING_CODE)));

    long refused =
        watching.dbintel().health().components().stream()
            .filter(one -> one.reason().equals("duplicate_target"))
            .peek(FaultsIT::assertTold)
            .count();
    assertThat(refused).isEqualTo(1);
    watching.awaitEventsAgain();
    watching.assertLedgerIsTrue();
    assertLeavesNothing(watching);
  }

  private Watching watch(PostgresTarget... targets) {
    DbIntelBuilder builder =
        DbIntel.builder()
            .collector(SessionsProvider.NAME, Sampling.toldAtOnce(Duration.ofSeconds(1)))
            // Else it were a matter of chance which collector meets a fault first.
            .withoutCollector(ServerProvider.NAME)
            .withoutCollector(RelationsProvider.NAME);
    for (PostgresTarget target : targets) {
      builder.target(target);
    }
    Watching watching = Watching.start(test, builder);
    toClose.add(watching);
    return watching;
  }

  private static PostgresTarget target(String id, Role as) {
    return PostgresTarget.builder(id)
        .url(server.url())
        .user(as.name())
        .password(Secret.of(as.password()))
        .tls(Tls.DISABLED)
        .build();
  }

  private static HikariDataSource hostPool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url() + "?ApplicationName=dbintel");
    config.setUsername(role.name());
    config.setPassword(role.password());
    config.setMaximumPoolSize(3);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  /** A session that sleeps, one that holds a lock, and two that wait for it. */
  private void underLoad() throws SQLException {
    Clients clients = new Clients(server);
    toClose.add(clients);
    clients.start(clients.open(), "select pg_sleep(600)");
    Clients.run(clients.open(), "select pg_advisory_lock(1)");
    clients.start(clients.open(), "select pg_advisory_lock(1)");
    clients.start(clients.open(), "select pg_advisory_lock(1)");
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

  private static void closeConnections(List<Connection> connections) throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static void endBackendsOf(Role who) throws SQLException {
    server.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
            + who.name()
            + "'");
  }

  private static void assertTold(ComponentHealth health) {
    assertThat(health.message()).isNotEmpty();
    assertThat(health.remedy()).as(health.toString()).isNotEmpty();
  }

  private void assertRecovers(Watching watching) {
    assertWithin(RECOVERY, watching.awaitEventsAgain());
    watching.awaitUp("orders");
    watching.awaitUp(SESSIONS);
    watching.assertLedgerIsTrue();
  }

  private void assertWithin(Duration bound, Duration took) {
    LOGGER.log(System.Logger.Level.INFO, test + " recovered in " + took.toMillis() + " ms");
    assertThat(took).isLessThan(bound);
  }

  private static void assertLeavesNothing(Watching watching) {
    watching.closeAndAssertNothingIsLeft();
    assertNoBackendIsLeft();
  }

  private static void assertNoBackendIsLeft() {
    await()
        .atMost(Watching.PATIENCE)
        .untilAsserted(() -> assertThat(server.connectionsNamed("dbintel")).isZero());
  }
}
