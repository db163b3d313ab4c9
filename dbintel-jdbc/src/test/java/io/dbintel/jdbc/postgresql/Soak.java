package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.FaultyNetwork;
import io.dbintel.jdbc.testing.ShiftedClock;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * A whole instance on a server under load, and one fault after another for as long as it is told
 * to: afterwards it holds no more memory and no more threads than before, its books are exact and
 * all is well. No part of the build: {@code docs/reliability.md} holds the command and results.
 *
 * <p>{@code soak.minutes} says how long, {@code soak.seed} which faults in which order.
 */
final class Soak {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String TROUBLED = "troubled";
  private static final double FLAT = 1.05;

  private final long minutes = Long.getLong("soak.minutes", 15);
  private final long seed = Long.getLong("soak.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final ShiftedClock clock = new ShiftedClock();
  private final TroubledExporter exporter = new TroubledExporter();
  private final List<Rest> rests = new ArrayList<>();

  /** What was there after a fault, when all was well again. */
  private record Rest(long heapBytes, int threads) {}

  /** What happens, and how it is over. */
  private record Fault(String name, Step begin, Step end) {}

  @FunctionalInterface
  private interface Step {
    void go() throws Exception;
  }

  @Test
  void faultAfterFaultLeavesNothingBehind() throws Exception {
    print("seed " + seed + ", " + minutes + " minutes");
    EmbeddedServer server = TestDatabase.startFresh();
    try (FaultyNetwork network = FaultyNetwork.to(server);
        SteadyLoad load = SteadyLoad.on(server)) {
      Role role = server.createRole("pg_monitor");
      Watching watching = Watching.start("soak", instance(network, role));
      try {
        soak(watching, faults(server, network, role));
        assertThat(load.statements()).as("statements of the load").isGreaterThan(1_000);
        until(watching, () -> watching.dbintel().health().status() == HealthStatus.UP);
        watching.closeAndAssertNothingIsLeft();
        assertThat(watching.dbintel().ledger().exporters())
            .filteredOn(page -> page.exporter().equals(TROUBLED))
            .singleElement()
            .extracting(Ledger.ExporterPage::exported)
            .isEqualTo(exporter.taken());
        print("at the end: " + watching.dbintel().ledger());
      } finally {
        watching.close();
      }
    } finally {
      server.remove();
    }
    assertFlat();
  }

  private DbIntelBuilder instance(FaultyNetwork network, Role role) {
    PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(network.url("postgres"))
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .connectTimeout(SECOND)
            .statementTimeout(SECOND.dividedBy(2))
            .lockTimeout(SECOND.dividedBy(4))
            .build();
    // A history that is full before the first measurement does not grow after it.
    return Incident.instance(target, SECOND, Duration.ofMinutes(1))
        .exporter(TROUBLED, exporter, ExportSettings.defaults().batch(1_000, 1 << 20, SECOND))
        .clock(clock);
  }

  private List<Fault> faults(EmbeddedServer server, FaultyNetwork network, Role role) {
    String monitor = "pg_monitor";
    return List.of(
        new Fault("refuse", network::refuse, network::open),
        new Fault("silent", network::fallSilent, network::open),
        new Fault("silent in an answer", () -> network.fallSilentAfter(500), network::open),
        new Fault("reset", network::reset, network::open),
        new Fault("kill -9", server::kill, server::start),
        new Fault("restart", server::stop, server::start),
        new Fault(
            "grant revoked",
            () -> server.run("revoke " + monitor + " from " + role.name()),
            () -> server.run("grant " + monitor + " to " + role.name())),
        new Fault(
            "extension dropped",
            () -> server.run("drop extension pg_stat_statements"),
            () -> server.run("create extension pg_stat_statements")),
        new Fault("exporter throws", exporter::fail, exporter::recover),
        new Fault("exporter slow", exporter::dawdle, exporter::recover),
        new Fault("clock on", () -> clock.jumpWall(HOUR), () -> clock.jumpWall(HOUR.negated())),
        new Fault("clock back", () -> clock.jumpWall(HOUR.negated()), () -> clock.jumpWall(HOUR)));
  }

  /** All faults in some order, again and again. */
  private void soak(Watching watching, List<Fault> faults) throws Exception {
    awaitWell(watching);
    long began = System.nanoTime();
    long end = began + Duration.ofMinutes(minutes).toNanos();
    while (System.nanoTime() < end) {
      List<Fault> round = new ArrayList<>(faults);
      Collections.shuffle(round, random);
      for (Fault fault : round) {
        if (System.nanoTime() >= end) {
          return;
        }
        fault.begin().go();
        awaitTurns(watching, 3 + random.nextInt(15));
        fault.end().go();
        awaitWell(watching);
        watching.assertLedgerIsTrue();
        Rest rest = new Rest(retained(), threads());
        rests.add(rest);
        print(
            String.format(
                Locale.ROOT,
                "%5.1f min | %-20s | %6.2f MB | %d threads",
                (System.nanoTime() - began) / 60e9,
                fault.name(),
                rest.heapBytes() / 1e6,
                rest.threads()));
      }
    }
  }

  /** Waits until so many turns came, in vain or not. */
  private static void awaitTurns(Watching watching, int turns) {
    double before = turns(watching);
    until(watching, () -> turns(watching) >= before + turns);
  }

  private static double turns(Watching watching) {
    return watching.metric("dbintel.collection.count", Map.of())
        + watching.metric("dbintel.collection.skipped", Map.of());
  }

  /** The server is read by all, and nothing waits for the exporter that was in trouble. */
  private void awaitWell(Watching watching) {
    for (String component :
        List.of("orders", Incident.SESSIONS, Incident.STATEMENTS, Incident.SERVER)) {
      until(
          watching,
          () -> {
            ComponentHealth health = watching.dbintel().health().component(component);
            return health != null && health.status() == HealthStatus.UP;
          });
    }
    long taken = exporter.taken();
    awaitTurns(watching, 3);
    until(watching, () -> exporter.taken() > taken);
  }

  private static void until(Watching watching, Callable<Boolean> condition) {
    try {
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(
          "not so within " + PATIENCE + ":\n" + watching.dbintel().health(), late);
    }
  }

  /** After a third to warm up, the last third beside the second. */
  private void assertFlat() {
    int third = rests.size() / 3;
    assertThat(third).as("measurements in a third; raise soak.minutes").isGreaterThanOrEqualTo(4);
    List<Rest> second = rests.subList(third, 2 * third);
    List<Rest> last = rests.subList(2 * third, rests.size());
    double heap = median(second.stream().mapToDouble(Rest::heapBytes).toArray());
    double heapNow = median(last.stream().mapToDouble(Rest::heapBytes).toArray());
    double threads = median(second.stream().mapToDouble(Rest::threads).toArray());
    double threadsNow = median(last.stream().mapToDouble(Rest::threads).toArray());
    print(
        String.format(
            Locale.ROOT,
            "%d faults; retained %.2f MB, then %.2f MB (%+.1f %%); threads %.1f, then %.1f",
            rests.size(),
            heap / 1e6,
            heapNow / 1e6,
            100 * (heapNow / heap - 1),
            threads,
            threadsNow));
    assertThat(heapNow).as("retained heap, seed " + seed).isLessThanOrEqualTo(FLAT * heap);
    assertThat(threadsNow).as("threads, seed " + seed).isLessThanOrEqualTo(threads);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  /** The least of several collections: what comes and goes in between is not retained. */
  private static long retained() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      memory.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** Those of the instance. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("dbintel-"))
            .count();
  }

  @SuppressWarnings("SystemOut")
  private static void print(String line) {
    System.out.println(line);
  }
}
