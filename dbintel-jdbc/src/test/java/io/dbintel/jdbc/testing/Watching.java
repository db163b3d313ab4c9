package io.dbintel.jdbc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.EngineSizes;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** A running instance with an exporter that remembers, and what a test asks of the two. */
public final class Watching implements AutoCloseable {
  /** How long a test waits for what must come, on a machine that does other things as well. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String MEMORY = "memory";
  private static final Duration POLL = Duration.ofMillis(20);
  private static final ExportSettings PROMPT =
      ExportSettings.defaults().batch(1_000, 1 << 20, Duration.ZERO);

  private final String name;
  private final InMemoryExporter memory = InMemoryExporter.create();
  private final DbIntel dbintel;

  private Watching(String name, DbIntelBuilder builder) {
    this.name = name;
    dbintel = builder.name(name).exporter(MEMORY, memory, PROMPT).build().start();
  }

  /** Builds and starts; the name stands in the names of the threads, so each test has its own. */
  public static Watching start(String name, DbIntelBuilder builder) {
    return new Watching(name, builder);
  }

  /** The instance. */
  public DbIntel dbintel() {
    return dbintel;
  }

  /** What came out and was not forgotten. */
  public List<DbEvent> events() {
    return memory.snapshot();
  }

  /** Waits until something came out. */
  public void awaitEvent(Predicate<DbEvent> wanted) {
    until(() -> memory.snapshot().stream().anyMatch(wanted));
  }

  /** Waits until something comes out that was observed from now on; how long that took. */
  public Duration awaitEventsAgain() {
    Clock clock = Clock.system();
    long began = clock.epochNanos();
    awaitEvent(event -> event.epochNanos() >= began);
    return Duration.ofNanos(clock.epochNanos() - began);
  }

  /** Waits until a component is unwell for this reason, which must come with a remedy. */
  public ComponentHealth awaitReason(String component, String... reasons) {
    until(
        () -> {
          ComponentHealth health = dbintel.health().component(component);
          return health != null && List.of(reasons).contains(health.reason());
        });
    ComponentHealth health = dbintel.health().component(component);
    assertThat(health).isNotNull();
    return health;
  }

  /** Waits until a component is well. */
  public void awaitUp(String component) {
    until(
        () -> {
          ComponentHealth health = dbintel.health().component(component);
          return health != null && health.status() == HealthStatus.UP;
        });
  }

  /** The sum of a self-metric over the series that have all these labels. */
  public double metric(String metric, Map<String, String> labels) {
    return dbintel.metrics().stream()
        .filter(one -> one.name().equals(metric))
        .filter(one -> one.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(SelfMetric::value)
        .sum();
  }

  /** Waits until collections were left out for this reason so many times more. */
  public void awaitSkipped(String reason, int times) {
    Map<String, String> label = Map.of("dbintel.reason", reason);
    double before = metric("dbintel.collection.skipped", label);
    until(() -> metric("dbintel.collection.skipped", label) >= before + times);
  }

  /** Turns of collectors that came to nothing so far: failed, given up or left out. */
  public double inVain() {
    return metric("dbintel.collection.skipped", Map.of())
        + metric("dbintel.collection.count", Map.of("dbintel.outcome", "failed"))
        + metric("dbintel.collection.count", Map.of("dbintel.outcome", "abandoned"));
  }

  /** The books balance at any moment, and what they call pending is what really waits. */
  public void assertLedgerIsTrue() {
    assertBalanced();
    until(() -> EngineSizes.agree(dbintel));
    assertBalanced();
  }

  private void assertBalanced() {
    Ledger ledger = dbintel.ledger();
    assertThat(ledger.isBalanced()).as(ledger.toString()).isTrue();
  }

  /**
   * Closes, and then nothing may be pending, what the books call exported must have arrived, and no
   * thread of the instance may be left.
   */
  public void closeAndAssertNothingIsLeft() {
    dbintel.close();
    Ledger ledger = dbintel.ledger();
    assertThat(ledger.isBalanced()).as(ledger.toString()).isTrue();
    assertThat(ledger.pending()).as(ledger.toString()).isZero();
    long handedOver = ledger.lanes().stream().mapToLong(Ledger.LanePage::handedOver).sum();
    for (Ledger.ExporterPage page : ledger.exporters()) {
      assertThat(page.handedOver()).as(ledger.toString()).isEqualTo(handedOver);
      if (page.exporter().equals(MEMORY)) {
        assertThat(page.exported()).as(ledger.toString()).isEqualTo(memory.received());
      }
    }
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(POLL)
        .untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  /** The names of the instance's threads. */
  public List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(thread -> thread.startsWith("dbintel-" + name + '-'))
        .toList();
  }

  /** Waits, and on failure tells how the instance is. */
  public void until(Callable<Boolean> condition) {
    try {
      await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL).until(condition);
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(
          "not so within " + PATIENCE + ":\n" + dbintel.health() + '\n' + dbintel.ledger(), late);
    }
  }

  @Override
  public void close() {
    dbintel.close();
  }
}
