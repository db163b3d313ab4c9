package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.EngineHarness.until;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store of state that does not answer, and an engine that goes on without it. */
@Timeout(120)
class HangingStoreTest {
  private static final Duration STEP = Duration.ofMillis(250);

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

  /** A processor with a state that never stays the same. */
  private static final class Remembering implements Processor, Stateful {
    private final AtomicInteger restored;
    private int count;

    Remembering(AtomicInteger restored) {
      this.restored = restored;
    }

    @Override
    public void process(EventBatch batch) {
      count++;
    }

    @Override
    public int stateVersion() {
      return 1;
    }

    @Override
    public byte[] snapshot() {
      return new byte[] {(byte) count};
    }

    @Override
    public void restore(int version, byte[] state) {
      restored.incrementAndGet();
    }
  }

  @Test
  void aStoreThatHangsIsWrittenToOnceAndConflictsWithNobody() {
    AtomicInteger writing = new AtomicInteger();
    AtomicInteger version = new AtomicInteger();
    StateStore slow =
        new StateStore() {
          @Override
          public @Nullable Entry read(String key) {
            return null;
          }

          @Override
          public long write(String key, long expected, byte[] value, Duration timeToLive) {
            writing.incrementAndGet();
            awaitRelease();
            return expected == version.get() ? version.incrementAndGet() : -1;
          }
        };
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyProcessors.making("memory", context -> new Remembering(new AtomicInteger())))
        .pipeline(p -> p.add("memory"))
        .stateStore(slow);
    samples();
    toy.start();
    toy.advanceUntil(Duration.ofSeconds(20), () -> writing.get() >= 1);
    long minutes = toy.clock.nanoTime() + Duration.ofMinutes(10).toNanos();
    toy.advanceUntil(Duration.ofSeconds(20), () -> toy.clock.nanoTime() > minutes);
    assertThat(writing).hasValue(1);
    assertThat(toy.dbintel().health().toString()).contains("state_unwritable");
    release.countDown();
    until(() -> version.get() >= 2);
    toy.closeAndAssertLedger();
    assertThat(toy.dbintel().health().toString()).doesNotContain("state_conflict");
  }

  @Test
  void aStoreThatHangsOnReadingDelaysTheStartAndDoesNotPreventIt() {
    AtomicInteger restored = new AtomicInteger();
    CountDownLatch read = new CountDownLatch(1);
    StateStore dumb =
        new StateStore() {
          @Override
          public Entry read(String key) {
            read.countDown();
            awaitRelease();
            return new Entry(1, new byte[] {0, 0, 0, 1, 7});
          }

          @Override
          public long write(String key, long expected, byte[] value, Duration timeToLive) {
            return expected + 1;
          }
        };
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyProcessors.making("memory", context -> new Remembering(restored)))
        .pipeline(p -> p.add("memory"))
        .stateStore(dumb);
    samples();
    toy.start();
    until(() -> read.getCount() == 0);
    toy.advanceUntil(Duration.ofSeconds(1), () -> memory.events.size() >= 3);
    assertThat(toy.dbintel().health().toString())
        .contains("state_unreadable", "was not read in time, and it starts empty");
    release.countDown();
    int before = memory.events.size();
    toy.advanceUntil(STEP, () -> memory.events.size() >= before + 3);
    toy.closeAndAssertLedger();
    assertThat(restored).as("what is old by now is not put over what is new").hasValue(0);
  }

  @Test
  void closingDoesNotWaitForAStoreThatHangsAndClosesTheTarget() {
    ToyTarget target = new ToyTarget("orders");
    StateStore stuck =
        new StateStore() {
          @Override
          public @Nullable Entry read(String key) {
            return null;
          }

          @Override
          public long write(String key, long expected, byte[] value, Duration timeToLive) {
            awaitRelease();
            return expected + 1;
          }
        };
    toy.builder
        .settings(EngineSettings.defaults().closingWithin(Duration.ofSeconds(3)))
        .target(target)
        .register(ToyProcessors.making("memory", context -> new Remembering(new AtomicInteger())))
        .pipeline(p -> p.add("memory"))
        .stateStore(stuck);
    samples();
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 3);
    toy.closeAndAssertLedger();
    assertThat(target.closed).hasValue(1);
  }
}
