package io.dbintel.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.cardinality.SeriesLimiter;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventSize;
import io.dbintel.core.event.Priority;
import io.dbintel.core.export.InMemoryConfig;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.Turn;
import io.dbintel.core.toy.CountingLogger;
import io.dbintel.core.toy.ToyEvents;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.ManyKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ten million distinct keys through whatever holds things by key, or in a queue. */
final class ManyKeysTest {
  private static final long KEYS = 10_000_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();

  @Test
  void whatKeepsEveryKeyIsFound() {
    Set<Long> leak = new HashSet<>();
    assertThatThrownBy(() -> ManyKeys.push(1_000_000, leak::add))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("retained heap grow");
  }

  @Test
  void seriesLimiterCountsEachKeyItRefuses() {
    SeriesLimiter<Long> limiter = new SeriesLimiter<>(10_000, MINUTE, clock);
    ManyKeys.push(KEYS, limiter::admit);
    assertThat(limiter.size()).isEqualTo(10_000);
    assertThat(limiter.overflowed()).isEqualTo(KEYS - 10_000);
    assertThat(limiter.evicted()).isZero();
  }

  @Test
  void seriesLimiterCountsEachKeyWhosePlaceWentToAnother() {
    SeriesLimiter<Long> limiter = new SeriesLimiter<>(10_000, MINUTE, clock);
    ManyKeys.push(
        KEYS,
        key -> {
          if (key % 5_000 == 0) {
            clock.advance(MINUTE);
          }
          assertThat(limiter.admitUnlessCrowded(key) || limiter.admit(key)).isTrue();
        });
    assertThat(limiter.overflowed()).isZero();
    assertThat(limiter.evicted() + limiter.size()).isEqualTo(KEYS);
  }

  @Test
  void healthKeepsSixtyFourPartsOfAComponent() {
    HealthBoard board = new HealthBoard(clock);
    HealthReporter health = board.cell("orders/toy", HealthStatus.UP).own();
    ManyKeys.push(KEYS, key -> health.part("p" + key).report(HealthStatus.DOWN, "gone", "", ""));
    assertThat(board.all()).hasSize(1 + 64);
  }

  @Test
  void healthKeepsNothingOfWhatWasRemoved() {
    HealthBoard board = new HealthBoard(clock);
    ManyKeys.push(
        KEYS,
        key -> {
          String component = "t" + key;
          HealthReporter late = board.cell(component, HealthStatus.UP).own();
          board.remove(component);
          late.part("late").report(HealthStatus.DOWN, "gone", "", "");
        });
    assertThat(board.all()).isEmpty();
  }

  @Test
  void ledgerOfALaneCountsReasonsBeyondTwoHundredAsOther() {
    LaneBooks books = new LaneBooks("toy");
    ManyKeys.push(
        KEYS,
        key -> {
          EventBatch.Control batch = EventBatch.open("toy", "toy", 0, 10);
          batch.batch().drop(batch.collect(ToyEvents.SAMPLE, 0), "r" + key);
          books.book(batch.takeTally());
        });
    Ledger.LanePage page = books.page();
    assertThat(page.dropped()).hasSize(200 + 1).containsEntry(LaneBooks.OTHER, KEYS - 200);
    assertThat(page.collected()).isEqualTo(KEYS);
    assertThat(page.pending()).isZero();
  }

  @Test
  void meterOfACollectorCountsReasonsBeyondSixtyFourAsOther() {
    CollectorMeter meter = new CollectorMeter(new CollectionKey("orders", "toy", Turn.GENERAL));
    ManyKeys.push(KEYS, key -> meter.skipped("r" + key, 1));
    List<SelfMetric> metrics = new ArrayList<>();
    meter.addTo(metrics, false);
    List<SelfMetric> skipped =
        metrics.stream().filter(one -> one.labels().containsKey("dbintel.reason")).toList();
    assertThat(skipped).hasSize(64 + 1);
    assertThat(sum(skipped)).isEqualTo(KEYS);
  }

  @Test
  void exportQueueHoldsWhatItMayAndCountsWhatItGaveUp() {
    ExportQueue queue = new ExportQueue("toy", 1_000, 1_000L * EventSize.BASE);
    ManyKeys.push(
        KEYS,
        key -> {
          DbEvent event = new DbEvent(ToyEvents.SAMPLE, "toy", key);
          event.priority(key % 2 == 0 ? Priority.BULK : Priority.NORMAL).freeze();
          queue.add(List.of(event));
        });
    Ledger.ExporterPage page = queue.page();
    assertThat(page.dropped()).isEqualTo(Map.of(ExportQueue.QUEUE_FULL, KEYS - queue.size()));
    assertThat(page.pending()).isEqualTo(queue.size());
    assertThat(queue.bytes()).isLessThanOrEqualTo(1_000L * EventSize.BASE);
  }

  @Test
  void exportQueueCountsReasonsBeyondAHundredAsOther() {
    ExportQueue queue = new ExportQueue("toy", 1_000, 1 << 20);
    DbEvent event = new DbEvent(ToyEvents.SAMPLE, "toy", 0);
    event.freeze();
    List<DbEvent> one = List.of(event);
    ManyKeys.push(
        KEYS,
        key -> {
          queue.add(one);
          queue.settle(0, queue.take(1, 1 << 20).size(), "r" + key);
        });
    Ledger.ExporterPage page = queue.page();
    assertThat(page.dropped()).hasSize(100 + 1).containsEntry(LaneBooks.OTHER, KEYS - 100);
    assertThat(page.pending()).isZero();
  }

  @Test
  void logRemembersAThousandComponents() {
    CountingLogger counting = new CountingLogger();
    BoundaryLog log = new BoundaryLog(counting, clock, "toy");
    ManyKeys.push(KEYS, key -> log.warn("c" + key, "fails"));
    assertThat(counting.lines()).as("none was taken for another").isEqualTo(KEYS);
    for (long key = KEYS - 1_000; key < KEYS; key++) {
      log.warn("c" + key, "fails");
    }
    assertThat(counting.lines()).as("the last thousand are quiet").isEqualTo(KEYS);
  }

  @Test
  void answersOfDestinationsAreCountedInTwoHundredAndFiftySixSeries() {
    FeedbackHub hub = new FeedbackHub(clock);
    HealthBoard board = new HealthBoard(clock);
    ExportFeedback ear = hub.ear("otlp", board.cell("exporters/otlp", HealthStatus.UP).own());
    ExportFeedback.Subscription slow = ear.subscribe(10_000);
    ManyKeys.push(
        KEYS,
        key ->
            ear.answered(
                ExportAnswer.unavailable(
                    ExportAnswer.Signal.LOGS, 1, "r" + key, Duration.ZERO, "wait")));
    List<SelfMetric> metrics = new ArrayList<>();
    hub.addTo(metrics);
    List<SelfMetric> answers =
        metrics.stream().filter(one -> one.name().equals("dbintel.export.answers")).toList();
    assertThat(answers).hasSize(256 + 1);
    assertThat(sum(answers)).isEqualTo(KEYS);
    assertThat(slow.lost()).isEqualTo(KEYS - 10_000);
  }

  @Test
  void numbersOfAComponentBeyondSixtyFourAreAddedUpAsOther() {
    SelfMetricsBook book = new SelfMetricsBook("toy");
    ManyKeys.push(KEYS, key -> book.add("n" + key, 1));
    List<SelfMetric> metrics = new ArrayList<>();
    book.addTo(metrics);
    assertThat(metrics).hasSize(64 + 1);
    assertThat(sum(metrics)).isEqualTo(KEYS);
  }

  @Test
  void budgetForgetsTargetsThatAreGone() {
    OverheadBudget budget = new OverheadBudget(0.01, MINUTE);
    CollectionCost second = new CollectionCost(1_000_000_000, 0, 1, 1);
    ManyKeys.push(
        KEYS,
        key -> {
          String target = "t" + key;
          CollectionKey collection = new CollectionKey(target, "toy", Turn.GENERAL);
          ((Admission.Permit) budget.admit(collection, key)).succeeded(second);
          budget.forget(target);
        });
    assertThat(budget.spentSeconds("t0", Turn.GENERAL)).isZero();
  }

  @Test
  void inMemoryExporterForgetsTheOldestAndCountsIt() {
    InMemoryExporter exporter = new InMemoryExporter(new InMemoryConfig(10_000, 1 << 20));
    ManyKeys.push(
        KEYS,
        key -> {
          DbEvent event = new DbEvent(ToyEvents.SAMPLE, "toy", key);
          event.freeze();
          exporter.export(List.of(event), MINUTE);
        });
    assertThat(exporter.bytes()).isLessThanOrEqualTo(1 << 20);
    assertThat(exporter.size()).isLessThanOrEqualTo(10_000).isPositive();
    assertThat(exporter.received()).isEqualTo(KEYS);
    assertThat(exporter.evicted() + exporter.size()).isEqualTo(KEYS);
  }

  @Test
  void serversOfTargetsThatAreGoneAreFree() {
    ServerRegistry servers = new ServerRegistry();
    ManyKeys.push(
        KEYS,
        key -> {
          String target = "t" + key;
          assertThat(servers.claim("s", target)).isEqualTo(target);
          servers.release(target);
        });
  }

  @Test
  void timerForgetsWhatWasTakenBack() {
    Timer timer = new Timer(clock, new BoundaryLog(System.getLogger("toy"), clock, "toy"));
    ManyKeys.push(
        KEYS,
        key -> {
          Timer.Alarm alarm = timer.alarm(() -> {});
          alarm.set(1 + key);
          alarm.close();
        });
    clock.advance(Duration.ofDays(1));
    assertThat(timer.isIdle()).isTrue();
    timer.close();
  }

  private static long sum(List<SelfMetric> metrics) {
    return metrics.stream().mapToLong(one -> (long) one.value()).sum();
  }
}
