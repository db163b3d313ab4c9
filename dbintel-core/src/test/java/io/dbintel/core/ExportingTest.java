package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.EngineHarness.until;
import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static io.dbintel.core.toy.ToyEvents.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.engine.OverflowPolicy;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.Priority;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportingTest {
  private static final Duration STEP = Duration.ofMillis(250);

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger emitted = new AtomicInteger();

  /** Twenty events, five of each priority, lowest first. */
  private final Collector mixed =
      context -> {
        List<Priority> dearestFirst = List.of(Priority.values());
        for (int i = 0; i < 20; i++) {
          context
              .emit(SAMPLE)
              .set(NUMBER, emitted.getAndIncrement())
              .priority(dearestFirst.get(3 - i / 5));
        }
      };

  @AfterEach
  void close() {
    release.countDown();
    toy.close();
  }

  private void start(Collector collector, Exporter exporter, ExportSettings settings) {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", collector))
        .exporter("tested", exporter, settings);
    toy.start();
  }

  private Ledger.ExporterPage page() {
    return toy.dbintel().ledger().exporters().get(0);
  }

  private ExportResult hang() {
    boolean interrupted = true;
    while (interrupted) {
      try {
        release.await();
        interrupted = false;
      } catch (InterruptedException e) {
        // A dead exporter does not listen.
      }
    }
    return ExportResult.exported();
  }

  @Test
  void aDeadExporterSlowsNeitherTheLaneNorOtherExporters() {
    toy.builder.exporter("memory", memory, PROMPT);
    start(mixed, (events, timeout) -> hang(), PROMPT.queue(100, 1 << 20));
    toy.advanceUntil(STEP, () -> memory.events.size() >= 400);
    assertThat(page().exporter()).isEqualTo("memory");
    Ledger.ExporterPage dead = toy.dbintel().ledger().exporters().get(1);
    assertThat(dead.pending()).isLessThanOrEqualTo(100 + 20);
    assertThat(dead.dropped()).containsKey("queue_full");
    assertThat(toy.dbintel().health().toString()).contains("export_timeout");
    toy.assertLedgerIsTrue();
    release.countDown();
    toy.closeAndAssertLedger();
  }

  @Test
  void underOverloadTheDearestSurviveInOrder() {
    AtomicInteger calls = new AtomicInteger();
    List<DbEvent> exported = new CopyOnWriteArrayList<>();
    start(
        mixed,
        (events, timeout) -> {
          if (calls.incrementAndGet() == 1) {
            return hang();
          }
          exported.addAll(events);
          return ExportResult.exported();
        },
        PROMPT.queue(30, 1 << 20).patience(Duration.ofMinutes(5), Duration.ofMinutes(10)));
    toy.advanceUntil(STEP, () -> emitted.get() >= 20 * 11);
    until(() -> toy.dbintel().engine().waitingInLanes() == 0);
    release.countDown();
    until(() -> exported.size() >= 30);
    List<DbEvent> first = exported.subList(0, 30);
    // Ten batches bring fifty findings: the thirty newest of them are left.
    assertThat(first).allSatisfy(e -> assertThat(e.priority()).isEqualTo(Priority.FINDING));
    assertThat(first)
        .isSortedAccordingTo((a, b) -> Long.compare(a.getLong(NUMBER, 0), b.getLong(NUMBER, 0)));
    toy.closeAndAssertLedger();
  }

  @Test
  void aFullQueueCanPauseTheLanesSoThatCollectorsSkip() {
    toy.builder.settings(EngineSettings.defaults().holding(2, 100));
    CountDownLatch first = new CountDownLatch(1);
    start(
        mixed,
        (events, timeout) -> {
          first.countDown();
          return hang();
        },
        PROMPT
            .queue(50, 1 << 20)
            .overflow(OverflowPolicy.PAUSE)
            .patience(Duration.ofMinutes(5), Duration.ofMinutes(10)));
    toy.advanceUntil(STEP, () -> toy.skipped("inbox_full") >= 3);
    toy.assertLedgerIsTrue();
    assertThat(toy.dbintel().engine().waitingInLanes()).isEqualTo(40);
    assertThat(page().droppedTotal()).isZero();
    release.countDown();
    toy.advanceUntil(STEP, () -> page().exported() >= 200);
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(ledger.exporters().get(0).droppedTotal()).isZero();
  }

  @Test
  void whatCannotGoOutNowIsTriedAgainAndLosesNothing() {
    AtomicInteger calls = new AtomicInteger();
    List<Long> asked = new CopyOnWriteArrayList<>();
    List<DbEvent> exported = new CopyOnWriteArrayList<>();
    Duration wait = Duration.ofSeconds(7);
    start(
        mixed,
        (events, timeout) -> {
          int call = calls.incrementAndGet();
          asked.add(toy.clock.nanoTime());
          if (call <= 3) {
            return ExportResult.retry("throttled", wait);
          }
          if (call == 4) {
            throw new IllegalStateException("canary");
          }
          exported.addAll(events);
          return ExportResult.exported();
        },
        PROMPT);
    toy.advanceUntil(STEP, () -> calls.get() == 2);
    assertThat(toy.dbintel().health().toString()).contains("[throttled]");
    toy.advanceUntil(STEP, () -> exported.size() >= 100);
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(ledger.exporters().get(0).droppedTotal()).isZero();
    assertThat(exported).hasSize((int) ledger.exporters().get(0).exported());
    assertThat(exported.stream().map(e -> e.getLong(NUMBER, 0)).distinct()).hasSameSizeAs(exported);
    // The back-off of its own would have come to 1, 2 and 4 s at most.
    for (int i = 0; i < 3; i++) {
      assertThat(asked.get(i + 1) - asked.get(i)).isGreaterThanOrEqualTo(wait.toNanos());
    }
  }

  @Test
  void retriesEndAndAreCounted() {
    start(
        mixed,
        (events, timeout) -> ExportResult.retry("down", Duration.ZERO),
        PROMPT.patience(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    toy.advanceUntil(Duration.ofSeconds(1), () -> page().droppedTotal() >= 20);
    assertThat(page().dropped()).containsKey("retries_exhausted");
    toy.assertLedgerIsTrue();
    toy.closeAndAssertLedger();
  }

  @Test
  void refusalsArePartOfTheLedger() {
    AtomicInteger calls = new AtomicInteger();
    AtomicReference<@Nullable ExportResult> broken = new AtomicReference<>();
    start(
        mixed,
        (events, timeout) ->
            switch (calls.incrementAndGet()) {
              case 1 -> ExportResult.partlyExported(7, "too_old");
              case 2 -> ExportResult.refused("too_large");
              case 3 -> ExportResult.partlyExported(events.size() + 99, "liar");
              default -> returned(broken);
            },
        PROMPT.batch(20, 1 << 20, Duration.ZERO));
    toy.advanceUntil(STEP, () -> calls.get() >= 5);
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(ledger.exporters().get(0).dropped())
        .containsEntry("too_old", 7L)
        .containsEntry("too_large", 20L)
        .containsEntry("liar", 20L)
        .containsKey("null_result");
    assertThat(ledger.exporters().get(0).exported()).isEqualTo(13);
  }

  @SuppressWarnings("NullAway") // A plugin that was not compiled with NullAway may return null.
  private static ExportResult returned(AtomicReference<@Nullable ExportResult> result) {
    return result.get();
  }

  @Test
  void closingInMidFlightAccountsForEverything() {
    toy.builder.settings(EngineSettings.defaults().closingWithin(Duration.ofMillis(500)));
    start(
        mixed,
        (events, timeout) -> hang(),
        PROMPT.patience(Duration.ofMinutes(5), Duration.ofMinutes(10)));

    toy.advanceUntil(STEP, () -> emitted.get() >= 100);
    toy.assertLedgerIsTrue();
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(ledger.exporters().get(0).dropped()).containsOnlyKeys("closed");
    assertThat(ledger.exporters().get(0).exported()).isZero();
  }

  @Test
  void anEventLargerThanTheQueueIsCountedAndHoldsNobodyUp() {
    start(
        context -> {
          context.emit(SAMPLE).set(TEXT, "x".repeat(5_000));
          context.emit(SAMPLE).set(NUMBER, 1);
        },
        memory,
        PROMPT.queue(100, 2_000));
    toy.advanceUntil(STEP, () -> memory.events.size() >= 2);
    assertThat(page().dropped()).containsKey("oversize");
    toy.closeAndAssertLedger();
  }
}
