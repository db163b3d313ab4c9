package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.FaultyNetwork;
import io.dbintel.jdbc.testing.ShiftedClock;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A whole instance with every collector of a server, on a way to it that fails when told to; and
 * what must be so of any fault: the books balance and name a reason for all that was given up,
 * health tells with a remedy, and once the fault is over each collector misses two turns at most.
 *
 * <p>Turns are counted on the engine's own numbers: no time is asserted. Time-outs are shorter than
 * an interval, as they are by default but for the sampler's, so that what began in the fault ends
 * within one.
 */
final class Incident implements AutoCloseable {
  static final String SESSIONS = "orders/sessions";
  static final String STATEMENTS = "orders/statements";
  static final String SERVER = "orders/server";
  private static final List<String> COLLECTORS =
      List.of(SessionsProvider.NAME, StatementsProvider.NAME, ServerProvider.NAME);
  private static final int TURNS = 2;

  /** What a collection that fails or is given up half-way leaves behind. */
  private static final Set<String> REASONS = Set.of("collection_failed", "abandoned");

  private final EmbeddedServer server;
  private final FaultyNetwork network;
  private final Watching watching;
  private final ShiftedClock clock;

  private Incident(
      EmbeddedServer server, FaultyNetwork network, Watching watching, ShiftedClock clock) {
    this.server = server;
    this.network = network;
    this.watching = watching;
    this.clock = clock;
  }

  /** Watches a server through a network; all is well when this returns. */
  static Incident watch(String name, EmbeddedServer server, Role role, Duration interval) {
    Duration half = interval.dividedBy(2);
    return watch(name, server, role, interval, half, half.dividedBy(2));
  }

  /** The same with time-outs of the test's choice. */
  static Incident watch(
      String name,
      EmbeddedServer server,
      Role role,
      Duration interval,
      Duration statementTimeout,
      Duration lockTimeout) {
    FaultyNetwork network = FaultyNetwork.to(server);
    return watch(
        name,
        server,
        network,
        PostgresTarget.builder("orders")
            .url(network.url("postgres"))
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .statementTimeout(statementTimeout)
            .lockTimeout(lockTimeout),
        interval);
  }

  /** The same through a pool of the host's. */
  static Incident lent(String name, EmbeddedServer server, DataSource pool, Duration interval) {
    return watch(
        name,
        server,
        FaultyNetwork.to(server),
        PostgresTarget.builder("orders")
            .dataSource(pool)
            .statementTimeout(interval.dividedBy(2))
            .lockTimeout(interval.dividedBy(4)),
        interval);
  }

  private static Incident watch(
      String name,
      EmbeddedServer server,
      FaultyNetwork network,
      PostgresTargetBuilder builder,
      Duration interval) {
    PostgresTarget target = builder.connectTimeout(Duration.ofSeconds(1)).build();
    ShiftedClock clock = new ShiftedClock();
    Watching watching = Watching.start(name, instance(target, interval).clock(clock));
    Incident incident = new Incident(server, network, watching, clock);
    incident.awaitWell();
    return incident;
  }

  /** An instance with the collectors of a server, each in turn every interval. */
  static DbIntelBuilder instance(PostgresTarget target, Duration interval) {
    return instance(target, interval, SessionsConfig.defaults().historyRetention());
  }

  /** The same with a history that reaches back so far. */
  static DbIntelBuilder instance(PostgresTarget target, Duration interval, Duration retention) {
    Duration timeout = interval.multipliedBy(3).dividedBy(4);
    SessionsConfig sessions = Sampling.toldAtOnce(interval);
    StatementsConfig statements = StatementsConfig.defaults();
    return DbIntel.builder()
        .target(target)
        .settings(EngineSettings.defaults().overhead(1))
        .withoutCollector(RelationsProvider.NAME)
        .collector(
            SessionsProvider.NAME,
            new SessionsConfig(
                interval,
                timeout,
                sessions.tellEvery(),
                sessions.measureEvery(),
                sessions.maxSessions(),
                sessions.queryTextBytes(),
                retention,
                sessions.historyBytes(),
                sessions.clientAddress()))
        .collector(
            StatementsProvider.NAME,
            new StatementsConfig(
                interval,
                timeout,
                statements.topN(),
                statements.textInterval(),
                statements.textBytes(),
                statements.maxStatements()))
        .collector(ServerProvider.NAME, new ServerConfig(interval, timeout, 50));
  }

  Watching watching() {
    return watching;
  }

  FaultyNetwork network() {
    return network;
  }

  ShiftedClock clock() {
    return clock;
  }

  /**
   * Waits until one of these components is unwell for one of these reasons, and says what to do.
   */
  ComponentHealth awaitTold(Set<String> components, Set<String> reasons) {
    watching.until(() -> told(components, reasons) != null);
    ComponentHealth health = Objects.requireNonNull(told(components, reasons));
    assertThat(health.status()).isNotEqualTo(HealthStatus.UP);
    assertThat(health.message()).isNotEmpty();
    assertThat(health.remedy()).as(health.toString()).isNotEmpty();
    watching.assertLedgerIsTrue();
    return health;
  }

  ComponentHealth awaitTold(String component, String... reasons) {
    return awaitTold(Set.of(component), Set.of(reasons));
  }

  /** True if one of these components is unwell for one of these reasons. */
  boolean isTold(Set<String> components, Set<String> reasons) {
    return told(components, reasons) != null;
  }

  private @Nullable ComponentHealth told(Set<String> components, Set<String> reasons) {
    return watching.dbintel().health().components().stream()
        .filter(one -> components.contains(one.component()) && reasons.contains(one.reason()))
        .findFirst()
        .orElse(null);
  }

  /** Waits until a collector's turn was in vain so many times more. */
  void awaitMissed(String collector, int times) {
    double before = missed(collector);
    watching.until(() -> missed(collector) >= before + times);
  }

  /** The fault is over from now on. */
  Aftermath isOver() {
    Map<String, Turns> before = new HashMap<>();
    COLLECTORS.forEach(collector -> before.put(collector, turns(collector)));
    return new Aftermath(before);
  }

  /**
   * A collector's turns at one moment.
   *
   * @param succeeded collections that did
   * @param missed turns that were in vain
   * @param active 1 if one is under way or waits, else 0
   */
  private record Turns(double succeeded, double missed, double active) {}

  /** What comes after a fault. */
  final class Aftermath {
    private final Map<String, Turns> before;

    private Aftermath(Map<String, Turns> before) {
      this.before = before;
    }

    /**
     * Every collector goes on before it missed a third turn, all is well, and the books balance.
     */
    void assertRecovers() {
      assertRecovers(COLLECTORS);
    }

    /** A part of a collector's health is well again after two turns of it at most. */
    void assertUp(String collector, String component) {
      watching.awaitUp(component);
      Turns then = Objects.requireNonNull(before.get(collector));
      Turns now = turns(collector);
      assertThat(now.succeeded() + now.missed() - then.succeeded() - then.missed())
          .as(
              "turns of %s until %s was well; %s",
              collector, component, watching.dbintel().health())
          .isLessThanOrEqualTo(TURNS);
      watching.assertLedgerIsTrue();
    }

    /** The same of some collectors, where others have still a reason to be unwell. */
    void assertRecovers(List<String> collectors) {
      for (String collector : collectors) {
        Turns then = Objects.requireNonNull(before.get(collector));
        Turns[] now = {then};
        watching.until(
            () -> {
              now[0] = turns(collector);
              return now[0].succeeded() > then.succeeded();
            });
        // A turn that had come before the fault ended is of the fault.
        assertThat(now[0].missed() - then.missed() - then.active())
            .as("turns of %s missed after the fault; %s", collector, misses())
            .isLessThanOrEqualTo(TURNS);
      }
      watching.awaitUp("orders");
      collectors.forEach(collector -> watching.awaitUp("orders/" + collector));
      watching.assertLedgerIsTrue();
      assertEveryDropHasItsReason();
    }
  }

  /** Why turns were missed so far, for whoever reads that there were too many. */
  private List<SelfMetric> misses() {
    return watching.dbintel().metrics().stream()
        .filter(one -> one.name().equals("dbintel.collection.skipped") || isInVain(one))
        .toList();
  }

  private static boolean isInVain(SelfMetric one) {
    return one.name().equals("dbintel.collection.count")
        && !"succeeded".equals(one.labels().get("dbintel.outcome"));
  }

  private Turns turns(String collector) {
    return new Turns(
        ended(collector, "succeeded"),
        missed(collector),
        watching.metric("dbintel.collection.active", Map.of("dbintel.collector.name", collector)));
  }

  /** In vain, but not for the machine was too busy for our timer. */
  private double missed(String collector) {
    double skipped =
        watching.dbintel().metrics().stream()
            .filter(one -> one.name().equals("dbintel.collection.skipped"))
            .filter(one -> collector.equals(one.labels().get("dbintel.collector.name")))
            .filter(one -> !"late".equals(one.labels().get("dbintel.reason")))
            .mapToDouble(SelfMetric::value)
            .sum();
    return skipped + ended(collector, "failed") + ended(collector, "abandoned");
  }

  private double ended(String collector, String outcome) {
    return watching.metric(
        "dbintel.collection.count",
        Map.of("dbintel.collector.name", collector, "dbintel.outcome", outcome));
  }

  private void assertEveryDropHasItsReason() {
    for (Ledger.LanePage page : watching.dbintel().ledger().lanes()) {
      assertThat(page.dropped().keySet())
          .as(page.toString())
          .allSatisfy(
              dropped -> assertThat(REASONS).contains(dropped.substring(dropped.indexOf('/') + 1)));
    }
    for (Ledger.ExporterPage page : watching.dbintel().ledger().exporters()) {
      assertThat(page.dropped()).as(page.toString()).isEmpty();
    }
  }

  /** Waits until every collector has read. */
  void awaitWell() {
    isOver().assertRecovers();
  }

  /** Nothing is left of the instance, nor of its sessions on the server. */
  void assertLeavesNothing() {
    watching.closeAndAssertNothingIsLeft();
    await()
        .atMost(Watching.PATIENCE)
        .untilAsserted(() -> assertThat(server.connectionsNamed("dbintel")).isZero());
  }

  @Override
  public void close() {
    watching.close();
    network.close();
  }
}
