package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ManyKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten million distinct keys through whatever keeps sessions and statements. */
final class ManyKeysTest {
  private static final long KEYS = 10_000_000;
  private static final Duration YEAR = Duration.ofDays(365);

  @Test
  void runsBeyondTheBoundAreToldEarlyAndCounted() {
    long[] told = {0};
    SessionCoalescer coalescer = new SessionCoalescer(1_000, 15, run -> told[0]++);
    coalescer.begin(0, 1);
    ManyKeys.push(KEYS, key -> coalescer.observe(Seen.pid(1).startedAt(key).now(), -1));
    assertThat(coalescer.open()).isEqualTo(1_000);
    assertThat(coalescer.evictions()).isEqualTo(KEYS - 1_000);
    assertThat(told[0]).isEqualTo(KEYS - 1_000);
  }

  /** Two million roots: each pair is a forest to be planted. */
  @Test
  void episodesBeyondTheBoundAreEndedEarlyAndCounted() {
    long[] ended = {0};
    BlockingEpisodes episodes =
        new BlockingEpisodes(
            1, 10, report -> ended[0] += report.phase() == BlockingEpisodes.Phase.ENDED ? 1 : 0);
    ManyKeys.push(
        KEYS / 10,
        key ->
            episodes.observe(
                BlockingForest.of(
                    List.of(
                        Seen.pid(1).startedAt(key).now(),
                        Seen.pid(2).blockedBy(1).now(),
                        Seen.pid(3).startedAt(key).now(),
                        Seen.pid(4).blockedBy(3).now())),
                key,
                1));
    assertThat(episodes.open()).isEqualTo(1);
    assertThat(episodes.evictions()).isEqualTo(KEYS / 10);
    assertThat(ended[0]).isEqualTo(2 * KEYS / 10 - 1);
  }

  @Test
  void averagesKeepTwoHundredAndFiftySixKindsAndTheRestAsOne() {
    SessionAverages averages = new SessionAverages();
    ManyKeys.push(
        KEYS, key -> averages.add(List.of(Seen.pid(1).waits("class " + key, "any").now()), 1));
    assertThat(averages.take()).hasSize(257);
  }

  @Test
  void historyHoldsItsBytesAndCountsRowsThatWent() {
    SessionHistory history = new SessionHistory(YEAR, SessionHistory.MIN_BYTES);
    BlockingForest nobodyWaits = BlockingForest.of(List.of());
    ManyKeys.push(
        KEYS / 10,
        key ->
            history.record(
                key,
                1,
                List.of(
                    Seen.pid(1).runs("a" + key).now(),
                    Seen.pid(2).startedAt(key).runs("b" + key).application("c" + key).now()),
                nobodyWaits));
    HistoryStats stats = history.stats();
    assertThat(stats.retainedBytes()).isLessThanOrEqualTo(SessionHistory.MIN_BYTES);
    assertThat(stats.rows() + stats.evictedRows()).isEqualTo(2 * KEYS / 10);
  }

  @Test
  void differencesOfStatementsHoldTwoReadings() {
    List<CounterKind> kinds = List.of(CounterKind.COUNT);
    StatementDeltas deltas = new StatementDeltas(kinds);
    StatementRows[] rows = {deltas.begin(1)};
    long[] rose = {0};
    ManyKeys.push(
        KEYS,
        key -> {
          int row = rows[0].add(key, 0, false, StatementRows.NO_SINCE);
          rows[0].count(row, 0, 1);
          if (key % 1_000 == 999) {
            rose[0] +=
                deltas
                    .compare(
                        StatementDeltas.Continuity.CONTINUED,
                        new StatementDeltas.Absence(true, Long.MAX_VALUE))
                    .size();
            deltas.accept();
            rows[0] = deltas.begin(1);
          }
        });
    assertThat(rose[0]).as("all but the baseline's").isEqualTo(KEYS - 1_000);
    assertThat(deltas.ended()).isEqualTo(1_000);
    assertThat(deltas.retainedBytes()).isLessThan(1 << 20);
  }
}
