package io.dbintel.core.cardinality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.config.ConfigException;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesLimiterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();

  @Test
  void admitsSoManyDistinctKeysAndNoMore() {
    SeriesLimiter<String> limiter = new SeriesLimiter<>(2, MINUTE, clock);
    assertThat(limiter.admit("a")).isTrue();
    assertThat(limiter.admit("b")).isTrue();
    assertThat(limiter.isFull()).isTrue();
    assertThat(limiter.admit("c")).isFalse();
    assertThat(limiter.admit("c")).isFalse();
    assertThat(limiter.admit("a")).isTrue();
    assertThat(limiter.size()).isEqualTo(2);
    assertThat(limiter.overflowed()).isEqualTo(2);
    assertThat(limiter.evicted()).isZero();
  }

  @Test
  void givesThePlaceOfAKeyThatIsNoLongerSeenToTheNext() {
    SeriesLimiter<String> limiter = new SeriesLimiter<>(2, MINUTE, clock);
    limiter.admit("a");
    limiter.admit("b");
    clock.advance(MINUTE.minusNanos(1));
    assertThat(limiter.admit("c")).isFalse();
    assertThat(limiter.admit("a")).isTrue();
    clock.advance(Duration.ofNanos(1));

    assertThat(limiter.admit("c")).isTrue();
    assertThat(limiter.admit("a")).isTrue();
    assertThat(limiter.admit("b")).isFalse();
    assertThat(limiter.evicted()).isEqualTo(1);
  }

  @Test
  void leavesHalfOfThePlacesToKeysThatCannotWait() {
    SeriesLimiter<String> limiter = new SeriesLimiter<>(4, MINUTE, clock);
    assertThat(limiter.admitUnlessCrowded("a")).isTrue();
    assertThat(limiter.admitUnlessCrowded("b")).isTrue();
    assertThat(limiter.admitUnlessCrowded("c")).isFalse();
    assertThat(limiter.admitUnlessCrowded("a")).isTrue();
    assertThat(limiter.overflowed()).isZero();
    assertThat(limiter.admit("c")).isTrue();
    assertThat(limiter.admit("d")).isTrue();
    assertThat(limiter.admitUnlessCrowded("d")).isTrue();
    clock.advance(MINUTE);
    assertThat(limiter.admitUnlessCrowded("e")).isTrue();
  }

  @Test
  void countsOnlyWhatWasSeenWithinTheTimeToLive() {
    SeriesLimiter<String> limiter = new SeriesLimiter<>(10, MINUTE, clock);
    limiter.admit("a");
    clock.advance(MINUTE);
    limiter.admit("b");
    assertThat(limiter.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithASlowAndSimpleModel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int max = random.nextInt(1, 20);
    SeriesLimiter<Integer> limiter = new SeriesLimiter<>(max, MINUTE, clock);
    Map<Integer, Long> model = new LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      clock.advance(Duration.ofMillis(random.nextInt(8_000)));
      long now = clock.nanoTime();
      int key = random.nextInt(40);
      boolean known = model.containsKey(key);
      if (!known && model.size() >= max) {
        model.values().removeIf(seen -> now - seen >= MINUTE.toNanos());
      }
      boolean admitted = known || model.size() < max;
      if (admitted) {
        model.put(key, now);
      }
      assertThat(limiter.admit(key)).isEqualTo(admitted);
    }
  }

  @Test
  void tenMillionDistinctKeysTakeTheMemoryOfItsBound() {
    SeriesLimiter<Long> limiter = new SeriesLimiter<>(1_000, MINUTE, clock);
    for (long key = 0; key < 1_000; key++) {
      limiter.admit(key);
    }
    long before = usedBytes();
    // A minute passes every million keys, so that keys both overflow and are evicted.
    for (long key = 1_000; key < 10_000_000; key++) {
      if (key % 1_000_000 == 0) {
        clock.advance(MINUTE);
      }
      limiter.admit(key);
    }
    assertThat(usedBytes() - before).isLessThan(8 << 20);
    assertThat(limiter.size()).isEqualTo(1_000);
    assertThat(limiter.evicted()).isEqualTo(9_000);
    assertThat(limiter.overflowed()).isEqualTo(10_000_000 - 10_000);
  }

  @Test
  void neverAdmitsMoreThanItsBoundHoweverManyThreadsAsk() throws InterruptedException {
    SeriesLimiter<Integer> limiter = new SeriesLimiter<>(100, MINUTE, clock);
    Set<Integer> admitted = Collections.synchronizedSet(new HashSet<>());
    ExecutorService pool = Executors.newFixedThreadPool(4);
    for (int thread = 0; thread < 4; thread++) {
      SplittableRandom random = new SplittableRandom(thread);
      pool.execute(
          () -> {
            for (int i = 0; i < 50_000; i++) {
              int key = random.nextInt(10_000);
              if (limiter.admit(key)) {
                admitted.add(key);
              }
            }
          });
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(admitted).hasSize(100);
  }

  @Test
  void tellsEveryBoundThatIsWrong() {
    assertThatThrownBy(() -> new SeriesLimiter<String>(0, Duration.ZERO, clock))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[series-limiter] maxSeries must be in [1, 10000000] but was 0")
        .hasMessageContaining("timeToLive must be in [1s, 31622400s] but was 0ms");
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
