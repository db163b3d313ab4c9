package io.dbintel.core;

import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A destination that is away for ten minutes, in every way in which that shows. */
class ExporterFaultsTest {
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration OUTAGE = Duration.ofMinutes(10);

  /** How long the engine waits at most before it tries again. */
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  private static final int EVENTS = 50;
  private static final int QUEUE = 2_000;

  private final EngineHarness toy = new EngineHarness();
  private final List<Long> arrived = new CopyOnWriteArrayList<>();
  private final AtomicInteger emitted = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong takenMeanwhile = new AtomicLong();
  private volatile boolean away;
  private volatile boolean slow;

  @AfterEach
  void close() {
    away = false;
    slow = false;
    toy.close();
  }

  /** What an exporter does whose destination is away, and what health says of it. */
  enum Fault {
    ASKS_TO_TRY_AGAIN("connection_refused") {
      @Override
      ExportResult happens(List<DbEvent> events) {
        return ExportResult.retry("connection_refused", Duration.ZERO);
      }
    },
    THROWS("exporter_failed") {
      @Override
      ExportResult happens(List<DbEvent> events) throws IOException {
        throw new IOException("broken pipe");
      }
    },
    THROWS_AN_ERROR("exporter_failed") {
      @Override
      ExportResult happens(List<DbEvent> events) {
        throw new StackOverflowError();
      }
    },
    /** As on a connection of which the other side is gone without a farewell. */
    HANGS_UNTIL_IT_IS_INTERRUPTED("exporter_failed") {
      @Override
      ExportResult happens(List<DbEvent> events) throws InterruptedException {
        new CountDownLatch(1).await();
        return ExportResult.exported();
      }
    },
    REFUSES("http_413") {
      @Override
      ExportResult happens(List<DbEvent> events) {
        return ExportResult.refused("http_413");
      }
    },
    TAKES_HALF("too_old") {
      @Override
      ExportResult happens(List<DbEvent> events) {
        return ExportResult.partlyExported(events.size() / 2, "too_old");
      }
    };

    private final String reason;

    Fault(String reason) {
      this.reason = reason;
    }

    abstract ExportResult happens(List<DbEvent> events) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void tenMinutesCostWhatTheQueueDoesNotHoldAndNothingElse(Fault fault) {
    Exporter exporter =
        (events, timeout) -> {
          ExportResult result = away ? fault.happens(events) : ExportResult.exported();
          int taken = taken(events.size(), result);
          events.subList(0, taken).forEach(event -> arrived.add(event.getLong(NUMBER, -1)));
          if (!(result instanceof ExportResult.Retry)) {
            refused.addAndGet(events.size() - taken);
          }
          if (!(result instanceof ExportResult.Exported)) {
            takenMeanwhile.addAndGet(taken);
          }
          return result;
        };
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", this::emit).every(STEP, Duration.ofSeconds(5)))
        .exporter(
            "tested",
            exporter,
            ExportSettings.defaults()
                .batch(50, 1 << 20, Duration.ZERO)
                .queue(QUEUE, 1 << 20)
                .patience(Duration.ofSeconds(10), Duration.ofMinutes(10)));
    toy.start();
    toy.advanceUntil(STEP, () -> !arrived.isEmpty());

    away = true;
    long over = toy.clock.nanoTime() + OUTAGE.toNanos();
    toy.advanceUntil(STEP, () -> health().reason().equals(fault.reason));
    assertThat(health().status()).isGreaterThanOrEqualTo(HealthStatus.DEGRADED);
    assertThat(health().remedy()).isNotEmpty();
    toy.advanceUntil(STEP, () -> toy.clock.nanoTime() >= over);
    assertThat(page().pending()).isLessThanOrEqualTo(QUEUE + 50);
    assertThat(toy.metric("dbintel.collection.count", Map.of("dbintel.outcome", "succeeded")))
        .as("the lane did not wait")
        .isGreaterThanOrEqualTo((double) OUTAGE.dividedBy(STEP) - 3);
    toy.assertLedgerIsTrue();

    away = false;
    long exported = page().exported();
    long back = toy.clock.nanoTime();
    toy.advanceUntil(STEP, () -> page().exported() > exported);
    // What hangs is given up after its time-out of 10 s, and tried again after the back-off.
    assertThat(Duration.ofNanos(toy.clock.nanoTime() - back))
        .isLessThanOrEqualTo(LONGEST_BACK_OFF.plusSeconds(10).plus(STEP));
    toy.advanceUntil(STEP, () -> health().status() == HealthStatus.UP);
    Ledger.ExporterPage page = toy.closeAndAssertLedger().exporters().get(0);
    assertThat(page.exported()).isEqualTo(arrived.size());
    assertThat(arrived).doesNotHaveDuplicates();
    assertThat(page.dropped().keySet())
        .isSubsetOf("queue_full", "retries_exhausted", fault.reason)
        .isNotEmpty();
    assertThat(page.dropped().getOrDefault(fault.reason, 0L)).isEqualTo(refused.get());
    assertThat(takenMeanwhile.get() > 0).isEqualTo(fault == Fault.TAKES_HALF);
    assertThat(page.exported() + page.droppedTotal()).isEqualTo(emitted.get());
  }

  private static int taken(int given, ExportResult result) {
    if (result instanceof ExportResult.PartlyExported partly) {
      return given - partly.refused();
    }
    return result instanceof ExportResult.Exported ? given : 0;
  }

  /** It takes three seconds for what comes in one, and that is within its time-out. */
  @Test
  void oneThatIsMerelySlowCostsWhatTheQueueDoesNotHoldAndIsWell() {
    int queue = 4 * EVENTS;
    slow = true;
    Exporter exporter =
        (events, timeout) -> {
          long done = toy.clock.nanoTime() + Duration.ofSeconds(3).toNanos();
          EngineHarness.until(() -> !slow || toy.clock.nanoTime() - done >= 0);
          events.forEach(event -> arrived.add(event.getLong(NUMBER, -1)));
          return ExportResult.exported();
        };
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", this::emit))
        .exporter(
            "tested",
            exporter,
            ExportSettings.defaults()
                .batch(EVENTS, 1 << 20, Duration.ZERO)
                .queue(queue, 1 << 20)
                .patience(Duration.ofSeconds(10), Duration.ofMinutes(10)));
    toy.start();
    AtomicLong mostPending = new AtomicLong();
    toy.advanceUntil(
        Duration.ofMillis(500),
        () -> {
          mostPending.accumulateAndGet(page().pending(), Math::max);
          return arrived.size() >= 8 * EVENTS;
        });
    assertThat(health().status()).isEqualTo(HealthStatus.UP);
    // What is being exported, and what a lane hands over in that moment, are beside the queue.
    assertThat(mostPending.get()).isBetween((long) queue, (long) queue + 2 * EVENTS);
    assertThat(toy.skipped("inbox_full")).as("the lane did not wait").isZero();
    toy.assertLedgerIsTrue();
    slow = false;
    Ledger.ExporterPage page = toy.closeAndAssertLedger().exporters().get(0);
    assertThat(page.exported()).isEqualTo(arrived.size());
    assertThat(arrived).doesNotHaveDuplicates();
    assertThat(page.dropped()).containsOnlyKeys("queue_full");
    assertThat(page.exported() + page.droppedTotal()).isEqualTo(emitted.get());
  }

  private void emit(CollectionContext context) {
    for (int i = 0; i < EVENTS; i++) {
      context.emit(SAMPLE).set(NUMBER, emitted.getAndIncrement());
    }
  }

  private ComponentHealth health() {
    return Objects.requireNonNull(toy.dbintel().health().component("exporter/tested"));
  }

  private Ledger.ExporterPage page() {
    return toy.dbintel().ledger().exporters().get(0);
  }
}
