package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Turn;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyGuards;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardsTest {
  private static final Duration STEP = Duration.ofMillis(250);

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;
  private final List<ToyGuards.Permit> permits = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    toy.close();
  }

  private CollectionGuard admitting(Duration timeout, QueryLevel level) {
    return (key, now) -> {
      ToyGuards.Permit permit = new ToyGuards.Permit(timeout, level);
      permits.add(permit);
      return permit;
    };
  }

  private void start(Collector collector, CollectionGuard... guards) {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", collector))
        .exporter("memory", memory, PROMPT);
    for (int i = 0; i < guards.length; i++) {
      ToyGuards provider = new ToyGuards("guard-" + i, guards[i]);
      toy.builder.register(provider).guard(provider.name(), provider.defaults());
    }
    toy.start();
  }

  private boolean allButTheLastAreSettled() {
    return permits.size() > 3
        && permits.subList(0, permits.size() - 1).stream().allMatch(p -> !p.endings.isEmpty());
  }

  @Test
  void aPermitIsSettledOnceWithWhatTheCollectionCost() {
    start(
        context -> {
          context.spent(new CollectionCost(2_000, 500, 1, 3));
          context.spent(new CollectionCost(1_000, 500, 1, 3));
          context.emit(SAMPLE);
        },
        admitting(Duration.ofSeconds(1), QueryLevel.FULL));
    toy.advanceUntil(STEP, this::allButTheLastAreSettled);
    toy.closeAndAssertLedger();
    assertThat(permits).allSatisfy(p -> assertThat(p.endings).containsExactly("succeeded 2000"));
  }

  @Test
  void aFailureIsToldToEveryGuardOnce() {
    start(
        context -> {
          throw new IllegalStateException();
        },
        admitting(Duration.ofSeconds(1), QueryLevel.FULL),
        admitting(Duration.ofSeconds(1), QueryLevel.FULL));
    toy.advanceUntil(STEP, this::allButTheLastAreSettled);
    toy.closeAndAssertLedger();
    assertThat(permits)
        .allSatisfy(p -> assertThat(p.endings).containsExactly("failed IllegalStateException"));
  }

  @Test
  void theShortestTimeOutCountsAndItsEndIsAbandonedAndNothingElse() {
    CountDownLatch hang = new CountDownLatch(1);
    start(
        context -> {
          assertThat(context.timeout()).isEqualTo(Duration.ofMillis(300));
          hang.await();
        },
        admitting(Duration.ofSeconds(1), QueryLevel.FULL),
        admitting(Duration.ofMillis(300), QueryLevel.FULL));
    toy.advanceUntil(Duration.ofMillis(100), this::allButTheLastAreSettled);
    hang.countDown();
    toy.closeAndAssertLedger();
    assertThat(permits.get(0).endings).containsExactly("abandoned");
    assertThat(permits).allSatisfy(p -> assertThat(p.endings).hasSize(1));
  }

  @Test
  void theMostWorriedGuardSetsTheLevel() {
    List<QueryLevel> levels = new CopyOnWriteArrayList<>();
    start(
        context -> levels.add(context.level()),
        admitting(Duration.ofSeconds(1), QueryLevel.REDUCED),
        admitting(Duration.ofSeconds(1), QueryLevel.MINIMAL),
        admitting(Duration.ofSeconds(1), QueryLevel.FULL));
    toy.advanceUntil(STEP, () -> !levels.isEmpty());
    assertThat(levels.get(0)).isEqualTo(QueryLevel.MINIMAL);
  }

  @Test
  void aRefusalIsCountedRespectedAndLeavesOtherPermitsUnused() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger reads = new AtomicInteger();
    start(
        context -> reads.incrementAndGet(),
        admitting(Duration.ofSeconds(1), QueryLevel.FULL),
        (key, now) -> {
          asked.incrementAndGet();
          return new Admission.Refused("breaker_open", Duration.ofSeconds(10));
        });
    toy.advanceUntil(STEP, () -> toy.skipped("breaker_open") >= 5);
    assertThat(reads).hasValue(0);
    assertThat(asked).hasValue(1);
    assertThat(permits).allSatisfy(p -> assertThat(p.endings).containsExactly("unused"));
    assertThat(toy.dbintel().health().toString()).contains("breaker_open");
    toy.assertLedgerIsTrue();
  }

  @Test
  void aGuardThatThrowsRefuses() {
    AtomicInteger reads = new AtomicInteger();
    start(
        context -> reads.incrementAndGet(),
        (key, now) -> {
          throw new IllegalStateException("canary");
        });
    toy.advanceUntil(STEP, () -> toy.skipped("guard_failed") >= 3);
    assertThat(reads).hasValue(0);
  }

  @Test
  void intervalsStretchUntilTheServersShareIsWithinTheBudget() {
    AtomicInteger reads = new AtomicInteger();
    toy.builder.settings(EngineSettings.defaults().overhead(0.01));
    Duration cost = Duration.ofMillis(100);
    start(
        context -> {
          reads.incrementAndGet();
          context.spent(new CollectionCost(cost.toNanos(), 0, 1, 1));
        });
    toy.advanceUntil(STEP, () -> reads.get() >= 1);
    long from = toy.clock.nanoTime();
    toy.advanceUntil(Duration.ofSeconds(1), () -> toy.clock.nanoTime() - from > 600_000_000_000L);
    double spent =
        toy.metric(
            "dbintel.target.server_time",
            Map.of("dbintel.target.id", "orders", "dbintel.turn", "general"));
    // Ten minutes at 1 % are 6 s, and a minute's worth may be saved up.
    assertThat(spent).isBetween(5.0, 6.0 + 0.6 + 0.2);
    assertThat(toy.skipped("overhead_budget")).isGreaterThan(400);
    double share =
        toy.metric(
            "dbintel.target.overhead",
            Map.of("dbintel.target.id", "orders", "dbintel.turn", "general"));
    assertThat(share).isBetween(0.005, 0.015);
  }

  /** A server that froze for two seconds was charged for them, and not looked at for minutes. */
  @Test
  void anAbandonedCollectionIsChargedWhatItCostOnceThatIsKnown() {
    AtomicInteger reads = new AtomicInteger();
    CountDownLatch hang = new CountDownLatch(1);
    start(
        context -> {
          if (reads.incrementAndGet() == 1) {
            try {
              hang.await();
            } finally {
              context.spent(new CollectionCost(7_000_000, 0, 1, 0));
            }
          }
        });
    toy.advanceUntil(STEP, () -> reads.get() >= 5);
    double spent =
        toy.metric(
            "dbintel.target.server_time",
            Map.of("dbintel.target.id", "orders", "dbintel.turn", "general"));
    assertThat(spent).isEqualTo(0.007);
    assertThat(toy.skipped("overhead_budget")).isZero();
  }

  @Test
  void theSessionSamplerHasABudgetOfItsOwn() {
    AtomicInteger samples = new AtomicInteger();
    toy.builder.register(
        ToyCollectors.of("sessions", context -> samples.incrementAndGet()).in(Turn.SESSIONS));
    start(context -> context.spent(new CollectionCost(60_000_000_000L, 0, 1, 1)));
    toy.advanceUntil(STEP, () -> toy.skipped("overhead_budget") >= 10);
    int before = samples.get();
    toy.advanceUntil(STEP, () -> samples.get() >= before + 10);
  }
}
