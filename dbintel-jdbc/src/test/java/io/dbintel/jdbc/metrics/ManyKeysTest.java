package io.dbintel.jdbc.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.ManyKeys;
import io.dbintel.testkit.RecordingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ten million distinct keys through what remembers counters and findings. */
final class ManyKeysTest {
  private static final long KEYS = 10_000_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final boolean[] INTEGER = {false};

  private final ManualClock clock = new ManualClock();
  private final long[] one = {1};

  @Test
  void rowsBeyondTheBoundAreRefusedAndCounted() {
    MetricIncreases increases = new MetricIncreases(10_000, HOUR, clock);
    MetricIncreases.Group group = increases.group("tables");
    ManyKeys.push(
        KEYS, key -> group.increases(Long.toString(key), MetricIncreases.UNKNOWN, 0, one, INTEGER));
    assertThat(increases.rows()).isEqualTo(10_000);
    assertThat(group.refused()).isEqualTo(KEYS - 10_000);
    assertThat(increases.evictions()).isZero();
  }

  @Test
  void rowsThatAreNoMoreMakeRoomAndAreCounted() {
    MetricIncreases increases = new MetricIncreases(10_000, HOUR, clock);
    MetricIncreases.Group group = increases.group("tables");
    long[] refused = {0};
    ManyKeys.push(
        KEYS,
        key -> {
          group.increases(Long.toString(key), MetricIncreases.UNKNOWN, 0, one, INTEGER);
          if (key % 4_000 == 3_999) {
            refused[0] += group.refused();
            group.end(true);
            increases.settle(true);
          }
        });
    assertThat(increases.rows()).isLessThanOrEqualTo(10_000);
    assertThat(refused[0]).isZero();
    assertThat(increases.rows() + increases.evictions()).isEqualTo(KEYS);
  }

  @Test
  void groupsThatNobodyAsksForAreForgotten() {
    MetricIncreases increases = new MetricIncreases(10_000, HOUR, clock);
    ManyKeys.push(
        1_000_000,
        key -> {
          MetricIncreases.Group group = increases.group("tables/database " + key);
          group.increases("1", MetricIncreases.UNKNOWN, 0, one, INTEGER);
          group.end(true);
          clock.advance(HOUR.dividedBy(100));
          increases.settle(true);
        });
    assertThat(increases.rows()).isLessThanOrEqualTo(102);
    assertThat(increases.rows() + increases.evictions()).isEqualTo(1_000_000);
  }

  /** A million: each finding is filled in before it is known that it is not told. */
  @Test
  void findingsBeyondTheBoundAreNotTold() {
    PostgresTarget target =
        PostgresTarget.builder("orders")
            .url("jdbc:postgresql://127.0.0.1:5432/orders")
            .user("reader")
            .password(Secret.of("unused"))
            .tls(Tls.DISABLED)
            .build();
    FindingTeller teller = new FindingTeller(clock, HOUR, 10);
    MetricQuery query = MetricTable.load(FindingTellerTest.class, "found", "pg").queries().get(0);
    TestCollection collection = new TestCollection(target, "orders", Duration.ofSeconds(1));
    int room = collection.room();
    long[] untold = {0};
    ManyKeys.push(
        1_000_000,
        key -> {
          MetricRows found = new MetricRows(query, query.metrics(18), 8192, 100);
          found.found(new MetricRows.Finding("subject " + key, Map.of(), Set.of()), 1);
          teller.tell(collection, "postgresql", found);
          untold[0] += teller.untold();
        });
    assertThat(room - collection.room()).isEqualTo(10);
    assertThat(untold[0]).isEqualTo(1_000_000 - 10);
  }

  /**
   * Databases come and go; health is told of the worst, and whatever is forgotten is tried again.
   */
  @Test
  void failuresBeyondTheBoundAreForgottenAndCounted() {
    StatementFailures failures =
        new StatementFailures(clock, new RecordingContext("orders/relations").health());
    MetricQuery query = MetricTable.load(FindingTellerTest.class, "found", "pg").queries().get(0);
    ManyKeys.push(KEYS, key -> failures.badRows(query, "database " + key, 1));
    assertThat(failures.evictions()).isEqualTo(KEYS - StatementFailures.MAX);
  }

  @Test
  void statementsThatWereAskedLongestAgoAreForgottenAndCounted() {
    LastAsked asked = new LastAsked();
    MetricQuery query = MetricTable.load(FindingTellerTest.class, "found", "pg").queries().get(0);
    ManyKeys.push(KEYS, key -> asked.asked(query, "database " + key, key));
    assertThat(asked.size()).isEqualTo(LastAsked.MAX);
    assertThat(asked.evictions()).isEqualTo(KEYS - LastAsked.MAX);
    assertThat(asked.isDue(query, "database 1", KEYS, 1L << 40)).isTrue();
    assertThat(asked.isDue(query, "database " + (KEYS - 1), KEYS, 1L << 40)).isFalse();
  }
}
