package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.EngineHarness.until;
import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.CollectionException;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that cannot be reached any more, for a while or for good. */
class ConnectionLossTest {
  private static final Duration STEP = Duration.ofMillis(250);

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;
  private final AtomicBoolean down = new AtomicBoolean();
  private final AtomicInteger run = new AtomicInteger(1);

  @AfterEach
  void close() {
    toy.close();
  }

  private ToyTarget downAtTimes() {
    return new ToyTarget(
        "orders",
        () -> {
          if (down.get()) {
            throw new IOException("canary refused");
          }
          return new TargetIdentity("server", "run-" + run.get());
        });
  }

  private ComponentHealth health(String component) {
    return Objects.requireNonNull(toy.dbintel().health().component(component), component);
  }

  @Test
  void aLostConnectionIsFoundAgainWithinTwoIntervals() {
    toy.builder
        .target(downAtTimes())
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  if (down.get()) {
                    throw new IOException("canary reset");
                  }
                  context
                      .emit(SAMPLE)
                      .set(NUMBER, context.identity().run().equals("run-2") ? 2 : 1);
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 2);
    down.set(true);
    toy.advanceUntil(STEP, () -> health("orders").status() == HealthStatus.DOWN);
    toy.advanceUntil(STEP, () -> toy.skipped("not_connected") >= 5);
    assertThat(toy.dbintel().health().toString()).doesNotContain("canary");
    run.set(2);
    down.set(false);
    long before = toy.clock.nanoTime();
    toy.advanceUntil(STEP, () -> memory.events.stream().anyMatch(e -> e.getLong(NUMBER, 0) == 2));
    assertThat(Duration.ofNanos(toy.clock.nanoTime() - before))
        .isLessThanOrEqualTo(Duration.ofMillis(2_500));
    assertThat(health("orders").status()).isEqualTo(HealthStatus.UP);
    toy.closeAndAssertLedger();
  }

  @Test
  void aTargetThatStoppedForGoodIsNotAskedAgain() {
    AtomicBoolean poolClosed = new AtomicBoolean();
    ToyTarget target =
        new ToyTarget(
            "orders",
            () -> {
              if (poolClosed.get()) {
                throw new CollectionException(
                    HealthStatus.DOWN, "pool_closed", "the pool is closed", "");
              }
              return new TargetIdentity("server", "run");
            });
    toy.builder
        .target(target)
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  if (poolClosed.get()) {
                    target.stopped.set(true);
                    throw new IOException();
                  }
                  context.emit(SAMPLE);
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 1);
    poolClosed.set(true);
    toy.advanceUntil(STEP, () -> target.identified.get() == 2);
    toy.advanceUntil(STEP, () -> toy.skipped("not_connected") >= 20);
    assertThat(target.identified).hasValue(2);
    assertThat(health("orders").reason()).isEqualTo("pool_closed");
    toy.closeAndAssertLedger();
  }

  /** The clock stands still: no time passes between the loss and the answer. */
  @Test
  void aServerIsAskedAtOnceAfterAConnectionOfItsBroke() {
    AtomicInteger broken = new AtomicInteger();
    ToyTarget target = new ToyTarget("orders");
    toy.builder
        .target(target)
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  if (broken.getAndIncrement() == 0) {
                    throw new IOException("canary reset");
                  }
                  context.emit(SAMPLE);
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> broken.get() == 1);

    until(() -> target.identified.get() == 2);

    toy.advanceUntil(STEP, () -> !memory.events.isEmpty());
    assertThat(toy.skipped("not_connected")).isZero();
    assertThat(health("orders").status()).isEqualTo(HealthStatus.UP);
    toy.closeAndAssertLedger();
  }

  @Test
  void whatWasDueWhileAServerWasAwayIsReadAsSoonAsItAnswers() {
    AtomicInteger seldom = new AtomicInteger();
    toy.builder
        .target(downAtTimes())
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  if (down.get()) {
                    throw new IOException("canary reset");
                  }
                  context.emit(SAMPLE);
                }))
        .register(
            ToyCollectors.of(
                    "seldom",
                    context -> {
                      seldom.incrementAndGet();
                      context.emit(SAMPLE).set(NUMBER, 2);
                    })
                .every(Duration.ofMinutes(1), Duration.ofSeconds(5)))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> seldom.get() == 1);
    down.set(true);
    toy.advanceUntil(STEP, () -> health("orders").status() == HealthStatus.DOWN);
    toy.advanceUntil(
        STEP,
        () ->
            toy.metric(
                    "dbintel.collection.skipped",
                    Map.of("dbintel.collector.name", "seldom", "dbintel.reason", "not_connected"))
                == 1);
    down.set(false);
    long before = toy.clock.nanoTime();

    toy.advanceUntil(STEP, () -> seldom.get() == 2);

    assertThat(Duration.ofNanos(toy.clock.nanoTime() - before))
        .isLessThanOrEqualTo(Duration.ofSeconds(2));
    toy.closeAndAssertLedger();
  }

  /** Collections run where the answer came in: the loss happens before the asking has ended. */
  @Test
  void aConnectionThatBreaksInTheMomentOfTheAnswerIsAskedForAgain() {
    AtomicBoolean breaksOnceMore = new AtomicBoolean();
    toy.builder
        .ioExecutor(Runnable::run)
        .target(downAtTimes())
        .register(
            ToyCollectors.of(
                "samples",
                context -> {
                  if (down.get() || breaksOnceMore.getAndSet(false)) {
                    throw new IOException("canary reset");
                  }
                  context.emit(SAMPLE);
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> !memory.events.isEmpty());
    down.set(true);
    toy.advanceUntil(STEP, () -> toy.skipped("not_connected") >= 3);
    int before = memory.events.size();
    breaksOnceMore.set(true);
    down.set(false);

    toy.advanceUntil(STEP, () -> memory.events.size() >= before + 2);

    assertThat(breaksOnceMore).isFalse();
    assertThat(health("orders").status()).isEqualTo(HealthStatus.UP);
    toy.closeAndAssertLedger();
  }
}
