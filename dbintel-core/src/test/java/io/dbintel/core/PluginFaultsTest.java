package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.state.FileStateStore;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A plugin that fails in every method, with every kind of throwable, hangs, or keeps what it saw.
 */
@Timeout(120)
class PluginFaultsTest {
  private static final Duration STEP = Duration.ofMillis(250);

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile boolean ill = true;

  @AfterEach
  void close() {
    release.countDown();
    toy.close();
  }

  /** What plugins throw. */
  enum Thrown {
    UNCHECKED,
    ASSERTION,
    STACK,
    MEMORY,
    LINKAGE,
    CHECKED;

    private Throwable made() {
      return switch (this) {
        case UNCHECKED -> new IllegalStateException("chaos");
        case ASSERTION -> new AssertionError("chaos");
        case STACK -> new StackOverflowError();
        case MEMORY -> new OutOfMemoryError("chaos");
        case LINKAGE -> new NoClassDefFoundError("chaos/Gone");
        case CHECKED -> new Exception("chaos");
      };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <T extends Throwable> T thrown() throws T {
      throw (T) made();
    }
  }

  /** Throws wherever it is asked while it is ill. */
  private final class Everywhere implements Collector, Processor, Stateful {
    private final Thrown kind;

    private Everywhere(Thrown kind) {
      this.kind = kind;
    }

    private void happens() {
      if (ill) {
        throw kind.<RuntimeException>thrown();
      }
    }

    @Override
    public void collect(CollectionContext context) {
      context.emit(SAMPLE);
      happens();
    }

    @Override
    public void drain(CollectionContext last) {
      throw kind.<RuntimeException>thrown();
    }

    @Override
    public void process(EventBatch batch) {
      happens();
    }

    @Override
    public void tick(EventBatch empty) {
      happens();
    }

    @Override
    public void drain(EventBatch last) {
      throw kind.<RuntimeException>thrown();
    }

    @Override
    public int stateVersion() {
      happens();
      return 1;
    }

    @Override
    public byte[] snapshot() {
      happens();
      return new byte[1];
    }

    @Override
    public void restore(int version, byte[] state) {
      happens();
    }

    @Override
    public void close() {
      throw kind.<RuntimeException>thrown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatThrowsEverywhereCostsOthersNothingAndIsWellAgain(Thrown kind, @TempDir Path folder) {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("healthy", context -> context.emit(SAMPLE).set(NUMBER, 1)))
        .register(ToyCollectors.making("sick", target -> new Everywhere(kind)))
        .register(ToyProcessors.making("feverish", context -> new Everywhere(kind)))
        .pipeline(p -> p.add("feverish"))
        .stateStore(FileStateStore.in(folder))
        .exporter("memory", memory, PROMPT);
    toy.start();

    toy.advanceUntil(STEP, () -> memory.events.size() >= 5);
    assertTold("orders/sick", "collection_failed");
    assertTold("orders/feverish", "processor_failed");
    assertThat(health("orders/healthy").status()).isEqualTo(HealthStatus.UP);
    assertThat(memory.events).allSatisfy(event -> assertThat(event.getLong(NUMBER, 0)).isOne());
    toy.assertLedgerIsTrue();
    toy.advanceUntil(
        Duration.ofSeconds(20),
        () -> toy.dbintel().health().component("orders/sick/state") != null);
    assertTold("orders/sick/state", "state_snapshot_failed");

    ill = false;
    long well = toy.clock.nanoTime();
    toy.advanceUntil(
        STEP,
        () ->
            health("orders/sick").status() == HealthStatus.UP
                && health("orders/feverish").status() == HealthStatus.UP);
    assertThat(Duration.ofNanos(toy.clock.nanoTime() - well))
        .as("two turns of a second, and one more for a clock that runs ahead of the lane")
        .isLessThanOrEqualTo(Duration.ofSeconds(3));
    toy.advanceUntil(
        Duration.ofSeconds(20), () -> toy.dbintel().health().status() == HealthStatus.UP);
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(ledger.lanes().get(0).dropped().keySet())
        .containsExactly("engine/collection_failed");
  }

  private void assertTold(String component, String reason) {
    assertThat(health(component).reason()).isEqualTo(reason);
    assertThat(health(component).remedy()).as(component).isNotEmpty();
  }

  private ComponentHealth health(String component) {
    return Objects.requireNonNull(toy.dbintel().health().component(component), component);
  }

  @Test
  void oneThatHangsDelaysNoOtherTargetAndIsTold() {
    toy.builder
        .target(new ToyTarget("orders"))
        .target(new ToyTarget("stock"))
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
        .register(
            ToyProcessors.making(
                "sticky",
                context ->
                    batch -> {
                      if (context.component().startsWith("orders") && !batch.isEmpty()) {
                        awaitRelease();
                      }
                    }))
        .pipeline(p -> p.add("sticky"))
        .exporter("memory", memory, PROMPT);
    toy.start();

    toy.advanceUntil(
        Duration.ofSeconds(1), () -> health("orders/sticky").reason().equals("processor_hangs"));
    assertTold("orders/sticky", "processor_hangs");
    int before = memory.events.size();
    toy.advanceUntil(Duration.ofSeconds(1), () -> memory.events.size() >= before + 5);
    assertThat(memory.events).allSatisfy(event -> assertThat(event.target()).isEqualTo("stock"));
    assertThat(toy.dbintel().ledger().isBalanced()).isTrue();
    release.countDown();
    toy.advanceUntil(
        STEP, () -> memory.events.stream().anyMatch(event -> event.target().equals("orders")));
    toy.advanceUntil(STEP, () -> health("orders/sticky").status() == HealthStatus.UP);
    toy.closeAndAssertLedger();
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

  /** Keeps the context and goes on to emit into it when its collection is long over. */
  @Test
  void whatIsEmittedIntoACollectionThatIsOverIsNoEvent() {
    List<CollectionContext> kept = new ArrayList<>();
    toy.builder
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of(
                "hoarder",
                context -> {
                  for (CollectionContext old : kept) {
                    try {
                      old.emit(SAMPLE).set(NUMBER, 666);
                    } catch (RuntimeException refused) {
                      // As it should be.
                    }
                  }
                  kept.add(context);
                  context.emit(SAMPLE).set(NUMBER, 1);
                }))
        .exporter("memory", memory, PROMPT);
    toy.start();

    toy.advanceUntil(STEP, () -> memory.events.size() >= 5);
    assertThat(memory.events).allSatisfy(event -> assertThat(event.getLong(NUMBER, 0)).isOne());
    toy.assertLedgerIsTrue();
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(ledger.lanes().get(0).collected()).isEqualTo(memory.events.size());
  }

  /** Keeps events of one batch, and changes, drops and merges them while the next passes. */
  @Test
  void anEventThatLeftCannotBeTouchedByAStageThatKeptIt() {
    List<DbEvent> kept = new ArrayList<>();
    List<Throwable> refused = new ArrayList<>();
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE).set(NUMBER, 1)))
        .register(
            ToyProcessors.of(
                "keeper",
                batch -> {
                  for (DbEvent old : kept) {
                    tried(refused, () -> old.set(NUMBER, 666));
                    tried(refused, () -> batch.drop(old, "again"));
                    for (DbEvent here : batch) {
                      tried(refused, () -> batch.merge(old, here));
                    }
                  }
                  batch.forEach(kept::add);
                }))
        .pipeline(p -> p.add("keeper"))
        .exporter("memory", memory, PROMPT);
    toy.start();

    toy.advanceUntil(STEP, () -> memory.events.size() >= 5);
    assertThat(refused).hasSizeGreaterThanOrEqualTo(9);
    assertThat(memory.events).allSatisfy(event -> assertThat(event.getLong(NUMBER, 0)).isOne());
    toy.assertLedgerIsTrue();
    toy.closeAndAssertLedger();
  }

  private static void tried(List<Throwable> refused, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException no) {
      refused.add(no);
    }
  }
}
