package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyGuards;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors that a host lends and that refuse, lose or keep what they are handed. */
@Timeout(120)
class LentExecutorsTest {
  private static final Duration STEP = Duration.ofMillis(250);

  /** Of {@link ToyCollectors#of}. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;

  @AfterEach
  void close() {
    toy.close();
  }

  private void samples() {
    toy.builder
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
        .exporter("memory", memory, PROMPT);
  }

  /** Of what it is handed every fifth for a lane, and whatever the test says of collections. */
  @Test
  void anExecutorThatFailsOnceCostsOneTurn() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicBoolean refusing = new AtomicBoolean();
    try (Pools pools = new Pools()) {
      Executor moody =
          task -> {
            if (calls.incrementAndGet() % 5 == 0) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            pools.threads.execute(task);
          };
      Executor forbidding =
          task -> {
            if (refusing.get()) {
              refused.incrementAndGet();
              throw new RejectedExecutionException("full");
            }
            pools.threads.execute(task);
          };
      toy.builder.target(new ToyTarget("orders")).ioExecutor(forbidding).cpuExecutor(moody);
      samples();
      toy.start();
      // Who the server is is known then, and nothing but collections is handed to the executor.
      toy.advanceUntil(STEP, () -> memory.events.size() >= 20);
      assertThat(toy.skipped("not_started")).isZero();
      refusing.set(true);
      toy.advanceUntil(STEP, () -> refused.get() >= 3);
      refusing.set(false);
      EngineHarness.until(() -> toy.skipped("not_started") >= refused.get());
      assertThat(toy.dbintel().health().toString())
          .contains("not_started", "could not be started", "executors");
      advanceUntilToldAgain();
      assertThat(toy.skipped("not_started")).isEqualTo(refused.get());
      assertThat(toy.dbintel().health().toString()).doesNotContain("not_started");
      toy.closeAndAssertLedger();
      assertThat(calls.get()).isGreaterThan(20);
    }
  }

  /** The first asking, a collection and a lane's turn are among what it loses. */
  @Test
  void anExecutorThatLosesWhatItTookCostsATimeout() {
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean losing = new AtomicBoolean(true);
    AtomicBoolean losesTheNext = new AtomicBoolean();
    try (Pools pools = new Pools()) {
      Executor forgetful =
          task -> {
            boolean lost = losing.get() && calls.getAndIncrement() % 5 == 0;
            if (!lost) {
              pools.threads.execute(task);
            }
          };
      Executor forgetsCollections =
          task -> {
            if (!losesTheNext.compareAndSet(true, false)) {
              forgetful.execute(task);
            }
          };
      toy.builder
          .target(new ToyTarget("orders"))
          .ioExecutor(forgetsCollections)
          .cpuExecutor(forgetful);
      samples();
      toy.start();
      toy.advanceUntil(STEP, () -> memory.events.size() >= 20);
      losing.set(false);
      advanceUntilToldAgain();

      double before = toy.skipped("not_started");
      long armed = toy.clock.nanoTime();
      losesTheNext.set(true);
      toy.advanceUntil(STEP, () -> toy.skipped("not_started") > before);
      assertThat(toy.clock.nanoTime() - armed).isGreaterThanOrEqualTo(TIMEOUT.toNanos());
      assertThat(toy.dbintel().health().toString())
          .contains("not_started", "no thread came for the last collection", "executors");
      advanceUntilToldAgain();
      // The one that was lost, and those that were due in the second of pause after it.
      assertThat(toy.skipped("not_started") - before).isBetween(1.0, 2.0);
      assertThat(toy.dbintel().health().toString()).doesNotContain("not_started");
      toy.closeAndAssertLedger();
    }
  }

  private void advanceUntilToldAgain() {
    int told = memory.events.size();
    toy.advanceUntil(STEP, () -> memory.events.size() >= told + 3);
  }

  /** Takes everything, and from some moment on does nothing of it until it is freed. */
  private static final class StuckExecutor implements Executor {
    private final Executor threads;
    private final List<Runnable> kept = new ArrayList<>();
    private boolean stuck;

    StuckExecutor(Executor threads) {
      this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable task) {
      if (stuck) {
        kept.add(task);
      } else {
        threads.execute(task);
      }
    }

    synchronized void stick() {
      stuck = true;
    }

    synchronized int kept() {
      return kept.size();
    }

    synchronized void free() {
      stuck = false;
      kept.forEach(threads::execute);
      kept.clear();
    }
  }

  /** A score in two hours, of a collector that is due every few seconds. */
  @Test
  void anExecutorThatIsStuckIsHandedEverLessAndGuardsHoldNothingAgainstTheServer() {
    AtomicInteger unused = new AtomicInteger();
    AtomicInteger abandoned = new AtomicInteger();
    ToyGuards guard = new ToyGuards("watch", (key, now) -> new CountedPermit(unused, abandoned));
    try (Pools pools = new Pools()) {
      StuckExecutor executor = new StuckExecutor(pools.threads);
      toy.builder
          .target(new ToyTarget("orders"))
          .ioExecutor(executor)
          .register(guard)
          .guard("watch", guard.defaults());
      samples();
      toy.start();
      toy.advanceUntil(STEP, () -> !memory.events.isEmpty());
      int before = unused.get();
      executor.stick();
      long evening = toy.clock.nanoTime() + Duration.ofHours(2).toNanos();
      toy.advanceUntil(Duration.ofMinutes(1), () -> toy.clock.nanoTime() > evening);
      assertThat(executor.kept()).isBetween(5, 35);
      assertThat(unused.get() - before).isGreaterThanOrEqualTo(5);
      assertThat(abandoned).hasValue(0);
      assertThat(toy.dbintel().health().toString())
          .contains("not_started", "no thread came for the last collection", "executors");
      executor.free();
      advanceUntilToldAgain();
      toy.closeAndAssertLedger();
    }
  }

  /** Counts how it ends where no collection ran. */
  private record CountedPermit(AtomicInteger unusedTimes, AtomicInteger abandonedTimes)
      implements Admission.Permit {
    @Override
    public Duration timeout() {
      return Duration.ofMinutes(1);
    }

    @Override
    public void succeeded(CollectionCost cost) {}

    @Override
    public void failed(Throwable error, CollectionCost cost) {}

    @Override
    public void abandoned() {
      abandonedTimes.incrementAndGet();
    }

    @Override
    public void unused() {
      unusedTimes.incrementAndGet();
    }
  }

  @Test
  void anExecutorThatIsStuckFromTheStartIsAskedEverMoreSeldom() {
    try (Pools pools = new Pools()) {
      StuckExecutor executor = new StuckExecutor(pools.threads);
      executor.stick();
      toy.builder.target(new ToyTarget("orders")).ioExecutor(executor);
      samples();
      toy.start();
      long evening = toy.clock.nanoTime() + Duration.ofHours(2).toNanos();
      toy.advanceUntil(Duration.ofMinutes(1), () -> toy.clock.nanoTime() > evening);
      assertThat(executor.kept()).isBetween(5, 35);
      executor.free();
      toy.advanceUntil(STEP, () -> memory.events.size() >= 3);
      toy.closeAndAssertLedger();
    }
  }

  private static final class Pools implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }

  @Test
  void closingClosesTheTargetWhateverBecomesOfTheExecutor() {
    ToyTarget target = new ToyTarget("orders");
    try (Pools pools = new Pools()) {
      StuckExecutor executor = new StuckExecutor(pools.threads);
      toy.builder.target(target).ioExecutor(executor).cpuExecutor(executor);
      samples();
      toy.start();
      toy.advanceUntil(STEP, () -> !memory.events.isEmpty());
      executor.stick();
      toy.closeAndAssertLedger();
      assertThat(target.closed).hasValue(1);
    }
  }
}
