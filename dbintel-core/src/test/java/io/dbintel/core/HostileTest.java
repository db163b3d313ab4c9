package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.EngineHarness.until;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyGuards;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts and plugins that do their worst, and an engine that goes on. */
@Timeout(120)
class HostileTest {
  private static final Duration STEP = Duration.ofMillis(250);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    toy.close();
  }

  private void samples() {
    toy.builder
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
        .exporter("memory", memory, PROMPT);
  }

  private void awaitRelease() {
    boolean waiting = true;
    while (waiting) {
      try {
        release.await();
        waiting = false;
      } catch (InterruptedException e) {
        // Does not listen.
      }
    }
  }

  private static boolean noThreadIsLeft() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("dbintel-toy-"));
  }

  @Test
  void closingOnAnInterruptedThreadClosesEverythingAndKeepsTheInterrupt() {
    ToyTarget target = new ToyTarget("orders");
    toy.builder.target(target);
    samples();
    toy.start();
    toy.advanceUntil(STEP, () -> !memory.events.isEmpty());
    Thread.currentThread().interrupt();
    toy.dbintel().close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(target.closed).hasValue(1);
    assertThat(toy.dbintel().ledger().pending()).isZero();
    until(HostileTest::noThreadIsLeft);
  }

  @Test
  void closingWhileStartingEndsTheStart() throws InterruptedException {
    CountDownLatch opening = new CountDownLatch(1);
    ToyTarget target = new ToyTarget("orders");
    toy.builder
        .target(target)
        .exporter(
            "slow",
            new Exporter() {
              @Override
              public ExportResult export(List<DbEvent> events, Duration timeout) {
                return ExportResult.exported();
              }

              @Override
              public void open(ComponentContext context) {
                opening.countDown();
                awaitRelease();
              }
            },
            PROMPT);
    DbIntel dbintel = toy.builder.build();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread host =
        new Thread(
            () -> {
              try {
                dbintel.start();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    host.start();
    opening.await();
    Thread closer = new Thread(dbintel::close);
    closer.start();
    until(() -> dbintel.health().state().equals("CLOSING"));
    release.countDown();
    host.join();
    closer.join();
    assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
    assertThat(dbintel.health().state()).isEqualTo("CLOSED");
    assertThat(target.closed.get()).isEqualTo(target.opened.get());
    until(HostileTest::noThreadIsLeft);
  }

  @Test
  void addingWhileClosingLeaksNoTarget() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      DbIntel dbintel =
          DbIntel.builder()
              .name("toy")
              .exporter("memory", new EngineHarness.Memory(), PROMPT)
              .build()
              .start();
      ToyTarget late = new ToyTarget("late");
      Thread adder =
          new Thread(
              () -> {
                try {
                  dbintel.add(late);
                } catch (IllegalStateException expected) {
                  // It was closed first.
                }
              });
      adder.start();
      dbintel.close();
      adder.join();
      assertThat(late.closed.get()).isEqualTo(late.opened.get());
    }
    until(HostileTest::noThreadIsLeft);
  }

  @Test
  void aLastWordThatHangsDoesNotKeepTheHostsThread() {
    toy.builder
        .settings(EngineSettings.defaults().closingWithin(Duration.ofSeconds(2)))
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of(
                "samples",
                new Collector() {
                  @Override
                  public void collect(CollectionContext context) {
                    context.emit(SAMPLE);
                  }

                  @Override
                  public void drain(CollectionContext last) {
                    awaitRelease();
                  }
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> !memory.events.isEmpty());
    toy.closeAndAssertLedger();
    assertThat(release.getCount()).isEqualTo(1);
  }

  private void goesOnAfter(CollectionGuard once) {
    AtomicBoolean first = new AtomicBoolean(true);
    ToyGuards guard =
        new ToyGuards(
            "moody",
            (key, now) ->
                first.getAndSet(false)
                    ? once.admit(key, now)
                    : new ToyGuards.Permit(FOREVER, QueryLevel.FULL));
    toy.builder.target(new ToyTarget("orders")).register(guard).guard("moody", guard.defaults());
    samples();
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 3);
    toy.closeAndAssertLedger();
  }

  @Test
  @SuppressWarnings("NullAway") // A plugin that was not compiled with NullAway may return null.
  void aGuardThatAnswersNullRefuses() {
    AtomicReference<@Nullable Admission> nothing = new AtomicReference<>();
    goesOnAfter((key, now) -> nothing.get());
  }

  @Test
  void aPermitThatThrowsRefuses() {
    goesOnAfter(
        (key, now) ->
            new Admission.Permit() {
              @Override
              public Duration timeout() {
                throw new IllegalStateException("chaos");
              }

              @Override
              public void succeeded(CollectionCost cost) {}

              @Override
              public void failed(Throwable error, CollectionCost cost) {}

              @Override
              public void abandoned() {}

              @Override
              public void unused() {}
            });
  }

  @Test
  void aRefusalForEverIsARefusalForAYear() {
    ToyGuards guard = new ToyGuards("never", (key, now) -> new Admission.Refused("never", FOREVER));
    toy.builder.target(new ToyTarget("orders")).register(guard).guard("never", guard.defaults());
    samples();
    toy.start();
    toy.advanceUntil(STEP, () -> toy.skipped("never") >= 5);
    toy.advanceUntil(Duration.ofDays(200), () -> toy.skipped("never") >= 7);
    toy.closeAndAssertLedger();
  }

  @Test
  void anExporterThatAsksForEternityIsTriedUntilPatienceEnds() {
    AtomicInteger calls = new AtomicInteger();
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
        .exporter(
            "eternal",
            (events, timeout) ->
                calls.incrementAndGet() == 1
                    ? ExportResult.retry("busy", FOREVER)
                    : ExportResult.exported(),
            PROMPT.patience(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    toy.start();
    toy.advanceUntil(
        Duration.ofSeconds(1), () -> toy.dbintel().ledger().exporters().get(0).exported() >= 5);
    toy.closeAndAssertLedger();
  }

  @Test
  void aLogHandlerThatThrowsEndsNothing() {
    Handler broken =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            throw new IllegalStateException("chaos");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("io.dbintel");
    logger.addHandler(broken);
    try {
      AtomicInteger calls = new AtomicInteger();
      toy.builder
          .target(new ToyTarget("orders"))
          .register(
              ToyCollectors.of(
                  "samples",
                  context -> {
                    context.emit(SAMPLE);
                    if (calls.incrementAndGet() == 1) {
                      throw new IllegalStateException("chaos");
                    }
                  }))
          .exporter("memory", memory, PROMPT);
      toy.start();
      toy.advanceUntil(STEP, () -> memory.events.size() >= 3);
      toy.closeAndAssertLedger();
    } finally {
      logger.removeHandler(broken);
    }
  }

  @Test
  void anIdThatIsBeingRemovedIsTakenAndStaysInTheLedger() throws InterruptedException {
    CountDownLatch closing = new CountDownLatch(1);
    toy.builder
        .target(new ToyTarget("orders"))
        .register(
            ToyProcessors.making(
                "slow",
                context ->
                    new Processor() {
                      @Override
                      public void process(EventBatch batch) {}

                      @Override
                      public void drain(EventBatch last) {
                        closing.countDown();
                        awaitRelease();
                      }
                    }))
        .pipeline(p -> p.add("slow"));
    samples();
    toy.start();
    toy.advanceUntil(STEP, () -> !memory.events.isEmpty());
    Thread remover = new Thread(() -> assertThat(toy.dbintel().remove("orders")).isTrue());
    remover.start();
    closing.await();
    assertThat(toy.dbintel().remove("orders")).isFalse();
    assertThatThrownBy(() -> toy.dbintel().add(new ToyTarget("orders")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(toy.dbintel().ledger().lanes()).hasSize(1);
    release.countDown();
    remover.join();
    toy.dbintel().add(new ToyTarget("orders"));
    assertThat(toy.dbintel().health().component("orders/samples")).isNotNull();
    toy.closeAndAssertLedger();
  }
}
