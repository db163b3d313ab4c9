package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.EngineHarness.until;
import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionException;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.spi.Turn;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectingTest {
  private static final Duration STEP = Duration.ofMillis(250);
  private static final Collector ONE = context -> context.emit(SAMPLE).set(NUMBER, 1);

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    toy.close();
  }

  private ComponentHealth health(String component) {
    return Objects.requireNonNull(toy.dbintel().health().component(component), component);
  }

  private long exportedOf(String target) {
    return memory.events.stream().filter(e -> e.target().equals(target)).count();
  }

  @Test
  void aHangingCollectorDelaysNoOtherTargetAndNotTheSessionSampler() {
    AtomicInteger hanging = new AtomicInteger();
    toy.builder
        .target(new ToyTarget("sick"))
        .target(new ToyTarget("well"))
        .register(
            ToyCollectors.making(
                "statements",
                target ->
                    context -> {
                      if (target.id().equals("sick")) {
                        hanging.incrementAndGet();
                        awaitIgnoringInterrupts();
                      }
                      context.emit(SAMPLE).set(NUMBER, 1);
                    }))
        .register(
            ToyCollectors.of("sessions", context -> context.emit(SAMPLE).set(NUMBER, 2))
                .in(Turn.SESSIONS))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> hanging.get() == 1);
    toy.advanceUntil(STEP, () -> exportedOf("well") > 20);
    toy.advanceUntil(STEP, () -> exportedOf("sick") > 10);
    // It costs one thread, however long it lasts.
    assertThat(hanging).hasValue(1);
    assertThat(memory.events)
        .filteredOn(e -> e.target().equals("sick"))
        .allSatisfy(e -> assertThat(e.getLong(NUMBER, 0)).isEqualTo(2));
    assertThat(health("sick/statements").reason()).isEqualTo("collection_timeout");
    release.countDown();
    until(
        () ->
            toy.dbintel().ledger().lanes().stream()
                .anyMatch(page -> page.dropped().containsKey("engine/abandoned")));
    toy.advanceUntil(STEP, () -> hanging.get() > 1);
    toy.closeAndAssertLedger();
  }

  @Test
  void aHangingCollectorKeepsTheServerFromNobodyWhenAConnectionBreaks() {
    AtomicBoolean hanging = new AtomicBoolean();
    AtomicBoolean broken = new AtomicBoolean();
    ToyTarget target = new ToyTarget("orders");
    toy.builder
        .target(target)
        .register(
            ToyCollectors.of(
                "plugin",
                context -> {
                  hanging.set(true);
                  awaitIgnoringInterrupts();
                }))
        .register(
            ToyCollectors.of(
                    "sessions",
                    context -> {
                      if (hanging.get() && broken.compareAndSet(false, true)) {
                        throw new IOException("reset");
                      }
                      context.emit(SAMPLE);
                    })
                .in(Turn.SESSIONS))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, broken::get);
    int before = memory.events.size();
    toy.advanceUntil(STEP, () -> memory.events.size() >= before + 5);
    assertThat(target.identified).hasValue(2);
    toy.advanceUntil(STEP, () -> health("orders/plugin").reason().equals("collection_timeout"));
    release.countDown();
    toy.closeAndAssertLedger();
  }

  private void awaitIgnoringInterrupts() {
    boolean interrupted = false;
    while (true) {
      try {
        release.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    assertThat(interrupted).isTrue();
  }

  @Test
  void aCollectionThatTakesTooLongIsCancelled() {
    AtomicBoolean cancelled = new AtomicBoolean();
    toy.builder
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  CountDownLatch cancel = new CountDownLatch(1);
                  context.onAbandon(
                      () -> {
                        cancelled.set(true);
                        cancel.countDown();
                      });
                  context.emit(SAMPLE);
                  cancel.await();
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, cancelled::get);
    toy.closeAndAssertLedger();
    assertThat(memory.events).isEmpty();
  }

  @Test
  void aFullInboxMakesCollectorsSkipBeforeTheyRead() {
    AtomicInteger reads = new AtomicInteger();
    toy.builder
        .settings(EngineSettings.defaults().holding(3, 100))
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  reads.incrementAndGet();
                  context.emit(SAMPLE);
                }))
        .register(ToyProcessors.of("slow", batch -> awaitUninterruptibly()))
        .pipeline(p -> p.add("slow"))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> toy.skipped("inbox_full") >= 3);
    // One batch is in the pipeline and keeps its place, the others wait.
    assertThat(reads).hasValue(3);
    release.countDown();
    toy.advanceUntil(STEP, () -> memory.events.size() > 3);
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(ledger.lanes().get(0).collected()).isEqualTo(reads.get());
    assertThat(ledger.lanes().get(0).droppedTotal()).isZero();
  }

  private void awaitUninterruptibly() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void lateCollectionsAreSkippedAndCountedNotPiledUp() {
    AtomicInteger reads = new AtomicInteger();
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", context -> reads.incrementAndGet()))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> reads.get() == 2);
    until(() -> toy.dbintel().isQuiet());
    toy.clock.advance(Duration.ofSeconds(100));
    until(() -> reads.get() == 3);
    assertThat(toy.skipped("late")).isBetween(98.0, 101.0);
  }

  @Test
  void halfAReadingIsDroppedAndTheFailureTold() {
    AtomicBoolean broken = new AtomicBoolean(true);
    toy.builder
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  context.emit(SAMPLE);
                  if (broken.get()) {
                    throw new IllegalStateException("canary: select 4711");
                  }
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> health("orders/samples").status() == HealthStatus.DOWN);
    assertThat(health("orders/samples").toString())
        .contains("collection_failed")
        .contains("IllegalStateException")
        .doesNotContain("canary");
    assertThat(memory.events).isEmpty();
    broken.set(false);
    toy.advanceUntil(STEP, () -> !memory.events.isEmpty());
    assertThat(health("orders/samples").status()).isEqualTo(HealthStatus.UP);
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(ledger.lanes().get(0).dropped()).containsOnlyKeys("engine/collection_failed");
  }

  @Test
  void aMissingGrantIsForbiddenWithTheGrantAsRemedy() {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  throw new CollectionException(
                      HealthStatus.FORBIDDEN,
                      "no_monitor_role",
                      "may not see other sessions",
                      "GRANT pg_monitor TO dbintel");
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> health("orders/samples").status() == HealthStatus.FORBIDDEN);
    assertThat(toy.dbintel().health().toString())
        .contains(
            "FORBIDDEN orders/samples: may not see other sessions [no_monitor_role]"
                + " Remedy: GRANT pg_monitor TO dbintel");
  }

  @Test
  void aServerConfiguredTwiceIsWatchedOnceAndTheSecondIsAFinding() {
    toy.builder
        .target(new ToyTarget("first", () -> new TargetIdentity("same", "run")))
        .register(ToyCollectors.of("samples", ONE))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> exportedOf("first") >= 1);
    toy.dbintel().add(new ToyTarget("second", () -> new TargetIdentity("same", "run")));
    toy.advanceUntil(
        STEP, () -> memory.events.stream().anyMatch(e -> e.type().equals(EventTypes.FINDING)));
    toy.advanceUntil(STEP, () -> exportedOf("first") >= 10);
    DbEvent finding =
        memory.events.stream()
            .filter(e -> e.type().equals(EventTypes.FINDING))
            .findFirst()
            .orElseThrow();
    assertThat(finding.get(Attributes.FINDING_CODE)).isEqualTo("duplicate_target");
    assertThat(finding.get(Attributes.FINDING_MESSAGE)).contains("'second'").contains("'first'");
    assertThat(exportedOf("second")).isEqualTo(1);
    assertThat(health("second").reason()).isEqualTo("duplicate_target");
    assertThat(toy.dbintel().remove("first")).isTrue();
    toy.advanceUntil(Duration.ofSeconds(5), () -> exportedOf("second") > 1);
    toy.closeAndAssertLedger();
  }

  @Test
  void targetsComeAndGoWhileRunningAndTheirTotalsStay() {
    toy.builder.register(ToyCollectors.of("samples", ONE)).exporter("memory", memory, PROMPT);
    toy.start();
    long before = 0;
    for (int i = 0; i < 5; i++) {
      ToyTarget target = new ToyTarget("t" + i);
      toy.dbintel().add(target);
      assertThatThrownBy(() -> toy.dbintel().add(new ToyTarget(target.id())))
          .hasMessageContaining("has a target '" + target.id() + "' already");
      toy.advanceUntil(STEP, () -> exportedOf(target.id()) >= 2);
      assertThat(toy.dbintel().remove(target.id())).isTrue();
      assertThat(toy.dbintel().remove(target.id())).isFalse();
      assertThat(target.closed).hasValue(1);
      Ledger.LanePage removed = toy.dbintel().ledger().lanes().get(0);
      assertThat(removed.lane()).isEqualTo("(removed)");
      assertThat(removed.collected()).isGreaterThan(before);
      before = removed.collected();
      assertThat(toy.dbintel().health().component(target.id())).isNull();
    }
    toy.closeAndAssertLedger();
  }

  @Test
  void aDatabaseCollectorVisitsEachDatabase() {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("tables", ONE).perDatabase())
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 2);
    assertThat(memory.events.get(0).database()).isEqualTo("one");
    assertThat(memory.events.get(1).database()).isEqualTo("two");
  }

  @Test
  void whatDoesNotFitACollectionIsCounted() {
    toy.builder
        .settings(EngineSettings.defaults().holding(4, 10))
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  for (int i = 0; i < 25; i++) {
                    context.emit(SAMPLE).set(NUMBER, i);
                  }
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 10);
    Ledger ledger = toy.closeAndAssertLedger();
    Ledger.LanePage page = ledger.lanes().get(0);
    assertThat(page.dropped()).containsOnlyKeys("samples/batch_full");
    assertThat(page.droppedTotal()).isEqualTo(page.collected() * 15 / 25);
  }

  @Test
  void aCollectorHasALastWordAtClose() {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", new Holding()))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 1);
    toy.closeAndAssertLedger();
    assertThat(memory.events.get(memory.events.size() - 1).getLong(NUMBER, 0)).isEqualTo(99);
  }

  private static final class Holding implements Collector {
    @Override
    public void collect(CollectionContext context) {
      context.emit(SAMPLE).set(NUMBER, 1);
    }

    @Override
    public void drain(CollectionContext last) {
      last.emit(SAMPLE).set(NUMBER, 99);
    }
  }

  @Test
  void aBadRowIsCountedAndNotFatal() {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  context.badRow("null_pid");
                  context.emit(SAMPLE);
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 2);
    assertThat(
            toy.metric("dbintel.collection.bad_rows", Map.of("dbintel.collector.name", "samples")))
        .isGreaterThanOrEqualTo(2);
  }
}
