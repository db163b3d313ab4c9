package io.dbintel.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An instance on a clock that the test moves, and what the test asks of it. */
final class EngineHarness implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MEMORY = "memory";
  private static final int MAX_UNSETTLED_POLLS = 30;
  static final ExportSettings PROMPT =
      ExportSettings.defaults().batch(1_000, 1 << 20, Duration.ZERO);

  final ManualClock clock = new ManualClock();
  final DbIntelBuilder builder =
      DbIntel.builder().name("toy").clock(clock).settings(EngineSettings.defaults());

  /** For whoever wants an exporter that remembers; registered by the name {@value #MEMORY}. */
  final Memory memory = new Memory();

  private @Nullable DbIntel dbintel;

  /** Remembers what it was given, and counts it, for a test may forget some. */
  static final class Memory implements Exporter {
    final List<DbEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicLong received = new AtomicLong();

    @Override
    public ExportResult export(List<DbEvent> batch, Duration timeout) {
      received.addAndGet(batch.size());
      events.addAll(batch);
      return ExportResult.exported();
    }
  }

  DbIntel start() {
    dbintel = builder.build().start();
    return dbintel();
  }

  DbIntel dbintel() {
    return Objects.requireNonNull(dbintel, "not started");
  }

  /**
   * Moves the clock step by step until something is so. Each step waits for what the last one set
   * going, so that a busy machine does not change the outcome; what hangs is not waited for.
   */
  void advanceUntil(Duration step, BooleanSupplier condition) {
    AtomicInteger unsettled = new AtomicInteger();
    await()
        .pollInSameThread()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              if (condition.getAsBoolean()) {
                return true;
              }
              boolean settled = dbintel().engine().isSettled();
              if (settled || unsettled.incrementAndGet() >= MAX_UNSETTLED_POLLS) {
                unsettled.set(0);
                clock.advance(step);
              }
              return false;
            });
  }

  static void until(BooleanSupplier condition) {
    await()
        .pollInSameThread()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(condition::getAsBoolean);
  }

  /** The sum of a self-metric over the series that have all these labels. */
  double metric(String name, Map<String, String> labels) {
    return dbintel().metrics().stream()
        .filter(m -> m.name().equals(name))
        .filter(m -> m.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(SelfMetric::value)
        .sum();
  }

  double skipped(String reason) {
    return metric("dbintel.collection.skipped", Map.of("dbintel.reason", reason));
  }

  /** The books balance, and what they call pending is what really waits. */
  void assertLedgerIsTrue() {
    until(
        () -> {
          Ledger ledger = dbintel().ledger();
          long inLanes = ledger.lanes().stream().mapToLong(Ledger.LanePage::pending).sum();
          long inExport = ledger.exporters().stream().mapToLong(Ledger.ExporterPage::pending).sum();
          return inLanes == dbintel().engine().waitingInLanes()
              && inExport == dbintel().engine().waitingForExport();
        });
    Ledger ledger = dbintel().ledger();
    assertThat(ledger.isBalanced()).as(ledger.toString()).isTrue();
  }

  /**
   * After closing nothing is pending, every exporter was given what lanes handed over, and what the
   * books call exported is what arrived.
   */
  Ledger closeAndAssertLedger() {
    dbintel().close();
    Ledger ledger = dbintel().ledger();
    assertThat(ledger.isBalanced()).as(ledger.toString()).isTrue();
    assertThat(ledger.pending()).as(ledger.toString()).isZero();
    long handedOver = ledger.lanes().stream().mapToLong(Ledger.LanePage::handedOver).sum();
    for (Ledger.ExporterPage page : ledger.exporters()) {
      assertThat(page.handedOver()).as(ledger.toString()).isEqualTo(handedOver);
      if (page.exporter().equals(MEMORY)) {
        assertThat(page.exported()).as(ledger.toString()).isEqualTo(memory.received.get());
      }
    }
    return ledger;
  }

  @Override
  public void close() {
    if (dbintel != null) {
      dbintel.close();
    }
  }
}
