package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionHistoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TimeWindow ALWAYS = new TimeWindow(Instant.MIN, Instant.MAX);

  private static final List<BackendKind> KINDS = List.of(BackendKind.values());
  private static final List<SessionState> STATES = List.of(SessionState.values());

  private final SessionHistory history = new SessionHistory();
  private int second;

  /** Without it a reader on another thread may see an array before what stands in it. */
  @Test
  void arraysThatAreReplacedArePublished() {
    for (Field field : HistorySegment.class.getDeclaredFields()) {
      if (field.getType().isArray() && !Modifier.isFinal(field.getModifiers())) {
        assertThat(Modifier.isVolatile(field.getModifiers())).as(field.getName()).isTrue();
      }
    }
  }

  @Test
  void emptyHistoryAnswersNothing() {
    assertThat(history.averageActiveSessions(ALWAYS)).isZero();
    assertThat(history.top(Dimension.QUERY, ALWAYS, SessionScope.ALL, 5)).isEmpty();
    assertThat(history.blockingAt(START)).isEmpty();
    assertThat(history.stats().samples()).isZero();
  }

  @Test
  void averageActiveSessionsIsDbTimeOverTimeObserved() {
    sample(Seen.pid(1).now(), Seen.pid(2).now());
    sample(Seen.pid(1).now());
    sample();
    sample();

    assertThat(history.averageActiveSessions(ALWAYS)).isEqualTo(0.75);
    assertThat(history.observedSeconds(ALWAYS)).isEqualTo(4.0);
    assertThat(history.seconds(ALWAYS, SessionScope.DB_TIME)).isEqualTo(3.0);
  }

  @Test
  void idleInTransactionIsNoDbTime() {
    sample(Seen.pid(1).state(SessionState.IDLE_IN_TRANSACTION).waits("Client", "ClientRead").now());

    assertThat(history.averageActiveSessions(ALWAYS)).isZero();
    assertThat(history.seconds(ALWAYS, SessionScope.IDLE_IN_TRANSACTION)).isEqualTo(1.0);
    assertThat(history.top(Dimension.STATE, ALWAYS, SessionScope.ALL, 5))
        .extracting(SessionTime::value)
        .containsExactly("idle in transaction");
  }

  @Test
  void backgroundWorkIsKeptApart() {
    sample(
        Seen.pid(1).kind(BackendKind.MAINTENANCE).waits("IO", "DataFileRead").now(),
        Seen.pid(2).kind(BackendKind.BACKGROUND).waits(Wait.ACTIVITY, "BgwriterMain").now());

    assertThat(history.averageActiveSessions(ALWAYS)).isZero();
    assertThat(history.top(Dimension.BACKEND_KIND, ALWAYS, SessionScope.BACKGROUND, 5))
        .extracting(SessionTime::value)
        .containsExactly("maintenance");
  }

  @Test
  void topShowsTextAndShares() {
    sample(Seen.pid(1).runs("a").now(), Seen.pid(2).runs("b").now());
    sample(Seen.pid(1).runs("a").now(), Seen.pid(2).runs("a").now());

    List<SessionTime> top = history.top(Dimension.QUERY, ALWAYS, SessionScope.DB_TIME, 1);

    assertThat(top).containsExactly(new SessionTime("a", 3.0, 1.5, 0.75, "text of a"));
  }

  @Test
  void timelineHasTheSameSeriesInEachStep() {
    for (int i = 0; i < 4; i++) {
      sample(Seen.pid(1).waits("IO", "DataFileRead").now(), Seen.pid(2).now(), Seen.pid(3).now());
    }
    for (int i = 0; i < 4; i++) {
      sample(Seen.pid(1).waits("Lock", "tuple").now());
    }

    List<TimelineBucket> timeline =
        history.timeline(
            Dimension.WAIT_CLASS,
            new TimeWindow(START.minusSeconds(1), START.plusSeconds(7)),
            SessionScope.DB_TIME,
            Duration.ofSeconds(4),
            2);

    assertThat(timeline).hasSize(2);
    assertThat(timeline.get(0).observedSeconds()).isEqualTo(4.0);
    assertThat(timeline.get(0).series())
        .extracting(SessionTime::value)
        .containsExactly("CPU", "IO", "other");
    assertThat(timeline.get(0).series())
        .extracting(SessionTime::seconds)
        .containsExactly(8.0, 4.0, 0.0);
    assertThat(timeline.get(1).series())
        .extracting(SessionTime::seconds)
        .containsExactly(0.0, 0.0, 4.0);
    assertThat(timeline.get(1).series().get(2).averageSessions()).isEqualTo(1.0);
  }

  @Test
  void timelineRefusesTooManySteps() {
    TimeWindow day = new TimeWindow(START, START.plusSeconds(86_400));
    assertThatThrownBy(
            () ->
                history.timeline(Dimension.STATE, day, SessionScope.ALL, Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10000");
  }

  @Test
  void timelineRefusesMoreCellsThanAnybodyCanLookAt() {
    TimeWindow hour = new TimeWindow(START, START.plusSeconds(3_600));
    assertThatThrownBy(
            () ->
                history.timeline(
                    Dimension.QUERY, hour, SessionScope.ALL, Duration.ofSeconds(1), 5_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxSeries must be 1 to 277 for 3600 steps but was 5000");
  }

  @Test
  void forestOfThePastIsAsItWas() {
    sample(
        Seen.pid(1).state(SessionState.IDLE).waits("Client", "ClientRead").now(),
        Seen.pid(2).blockedBy(1).now(),
        Seen.pid(3).blockedBy(2, 1).now(),
        Seen.pid(4).blockedBy(3).now(),
        Seen.pid(5).helps(4).blockedBy(3).now());
    sample();

    BlockingSnapshot snapshot = history.blockingAt(START).orElseThrow();

    assertThat(snapshot.at()).isEqualTo(START);
    BlockingTree tree = snapshot.forest().trees().get(0);
    assertThat(tree.root().pid()).isEqualTo(1);
    assertThat(tree.root().state()).isEqualTo(SessionState.IDLE);
    assertThat(tree.victims()).isEqualTo(3);
    assertThat(tree.depth()).isEqualTo(2);
    assertThat(tree.longestWaitSeconds()).isEqualTo(1.0);
    assertThat(history.blockingAt(START.plusSeconds(1)).orElseThrow().forest().isEmpty()).isTrue();
  }

  @Test
  void ringOfThePastIsStillARing() {
    sample(Seen.pid(1).blockedBy(2).now(), Seen.pid(2).blockedBy(1).now());

    BlockingForest forest = history.blockingAt(START).orElseThrow().forest();
    assertThat(forest.trees()).singleElement().matches(BlockingTree::cyclic);
  }

  @Test
  void forgetsWhatIsOlderThanItsRetention() {
    history.limits(Duration.ofMinutes(5), SessionHistory.MIN_BYTES);
    for (int i = 0; i < 1000; i++) {
      sample(Seen.pid(1).now());
    }

    assertThat(history.stats().samples()).isBetween(300L, 361L);
    assertThat(history.stats().evictedRows()).isZero();
    assertThat(history.stats().newest()).isEqualTo(START.plusSeconds(999));
  }

  @Test
  void staysWithinItsBytesAndCountsWhatItGaveUp() {
    history.limits(Duration.ofHours(1), SessionHistory.MIN_BYTES);
    int unique = 0;
    for (int i = 0; i < 600; i++) {
      List<SessionObservation> sample = new ArrayList<>();
      for (int pid = 1; pid <= 200; pid++) {
        sample.add(Seen.pid(pid).runs("query number " + unique++).now());
      }
      sample(sample.toArray(SessionObservation[]::new));
      assertThat(history.stats().retainedBytes()).isLessThanOrEqualTo(SessionHistory.MIN_BYTES);
    }

    HistoryStats stats = history.stats();
    assertThat(stats.evictedRows()).isPositive();
    assertThat(stats.rows() + stats.evictedRows()).isEqualTo(600 * 200);
    assertThat(stats.evictedTexts()).isPositive();
  }

  @Test
  void hourOfFiftySessionsFitsInSixteenMebibytes() {
    Random random = new Random(1);
    for (int i = 0; i < 3600; i++) {
      List<SessionObservation> sample = new ArrayList<>();
      for (int pid = 1; pid <= 50; pid++) {
        sample.add(
            Seen.pid(pid)
                .application("service-" + pid % 7)
                .runs("s1:0123456789abcdef0123456789abc" + random.nextInt(2000))
                .waits("IO", "event" + random.nextInt(40))
                .now());
      }
      sample(sample.toArray(SessionObservation[]::new));
    }

    HistoryStats stats = history.stats();
    assertThat(stats.rows()).isEqualTo(180_000);
    assertThat(stats.evictedRows()).isZero();
    assertThat(stats.retainedBytes()).isLessThan(16L << 20);
    assertThat(stats.retainedBytes()).isGreaterThan(180_000 * 39);
  }

  /** Against sums kept the plain way. */
  @ParameterizedTest
  @EnumSource(Dimension.class)
  void agreesWithTheOracle(Dimension dimension) {
    Random random = new Random(dimension.name().length());
    Map<String, Double> truth = new HashMap<>();
    double total = 0;
    for (int i = 0; i < 300; i++) {
      double seconds = random.nextInt(1, 8) / 4.0;
      List<SessionObservation> sample = new ArrayList<>();
      for (int pid = 1; pid <= random.nextInt(20); pid++) {
        SessionObservation seen =
            Seen.pid(pid)
                .kind(KINDS.get(random.nextInt(KINDS.size())))
                .state(STATES.get(random.nextInt(STATES.size())))
                .application("a" + random.nextInt(5))
                .runs("q" + random.nextInt(5))
                .waits("class" + random.nextInt(3), "event" + random.nextInt(3))
                .now();
        sample.add(seen);
        if (seen.isDbTime()) {
          truth.merge(value(dimension, seen), seconds, Double::sum);
          total += seconds;
        }
      }
      history.record(epochNanos(second++), seconds, sample, BlockingForest.EMPTY);
    }

    List<SessionTime> top = history.top(dimension, ALWAYS, SessionScope.DB_TIME, 1000);
    assertThat(top).hasSameSizeAs(truth.keySet());
    for (SessionTime one : top) {
      double wanted = truth.getOrDefault(one.value(), Double.NaN);
      assertThat(one.seconds()).as(one.value()).isEqualTo(wanted, within(1e-6));
      assertThat(one.share()).isEqualTo(wanted / total, within(1e-9));
    }
  }

  @Test
  void readersSeeWholeSamplesWhileTheWriterWrites() throws Exception {
    history.limits(Duration.ofMinutes(3), SessionHistory.MIN_BYTES);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    Callable<Integer> reader =
        () -> {
          int reads = 0;
          while (!done.get() || reads == 0) {
            // Each sample holds ten sessions, so any number of whole samples averages to ten.
            double aas = history.averageActiveSessions(ALWAYS);
            assertThat(aas == 0 || Math.abs(aas - 10) < 1e-9).as("%s", aas).isTrue();
            history
                .blockingAt(Instant.MAX)
                .ifPresent(seen -> assertThat(seen.forest().victims()).isEqualTo(9));
            reads++;
          }
          return reads;
        };
    List<Future<Integer>> results = List.of(readers.submit(reader), readers.submit(reader));
    for (int i = 0; i < 5000; i++) {
      List<SessionObservation> sample = new ArrayList<>();
      sample.add(Seen.pid(1).runs("q" + i).now());
      for (int pid = 2; pid <= 10; pid++) {
        sample.add(Seen.pid(pid).blockedBy(1).runs("q" + i).now());
      }
      sample(sample.toArray(SessionObservation[]::new));
    }
    done.set(true);
    for (Future<Integer> result : results) {
      assertThat(result.get(30, TimeUnit.SECONDS)).isPositive();
    }
    readers.shutdown();
  }

  private static String value(Dimension dimension, SessionObservation seen) {
    return switch (dimension) {
      case STATE -> seen.state().label();
      case WAIT_CLASS -> seen.waitEvent().type();
      case WAIT_EVENT -> seen.waitEvent().label();
      case QUERY -> seen.query() == null ? "" : seen.query().label();
      case DATABASE -> seen.owner().database();
      case USER -> seen.owner().user();
      case APPLICATION -> seen.owner().application();
      case CLIENT -> seen.owner().client();
      case BACKEND_KIND -> seen.kind().label();
    };
  }

  private void sample(SessionObservation... seen) {
    List<SessionObservation> sample = List.of(seen);
    history.record(epochNanos(second++), 1.0, sample, BlockingForest.of(sample));
  }

  private static long epochNanos(int second) {
    return (START.getEpochSecond() + second) * 1_000_000_000L;
  }
}
