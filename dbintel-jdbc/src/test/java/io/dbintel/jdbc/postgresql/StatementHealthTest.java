package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.testing.TestContext;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** When an operator is told that the server keeps too few statements. */
final class StatementHealthTest {
  private static final long READING = Duration.ofSeconds(10).toNanos();

  private final TestContext context = new TestContext("orders/statements");
  private final StatementHealth health = new StatementHealth(context.health());
  private long now;

  @Test
  void evictionNowAndThenIsNoTrouble() {
    for (int i = 0; i < 10; i++) {
      read(1, 5_000);
      now += Duration.ofMinutes(6).toNanos();
    }
    assertThat(context.said("retention").status()).isNotEqualTo(HealthStatus.DEGRADED);
  }

  @Test
  void evictionThatGoesOnIsToldWithWhatToSet() {
    read(2, 5_000);
    read(0, 5_000);
    read(1, 5_000);
    read(4, 5_000);
    TestContext.Said said = context.said("retention");
    assertThat(said.status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(said.reason()).isEqualTo("statements_evicted");
    assertThat(said.message()).contains("keeps 5000 statements", "7 times in 10 minutes");
    assertThat(said.remedy())
        .isEqualTo("ALTER SYSTEM SET pg_stat_statements.max = 10000; then restart the server");
  }

  @Test
  void remedyWouldNotMakeUsRefuseAll() {
    for (int i = 0; i < 3; i++) {
      read(1, 15_000);
    }
    assertThat(context.said("retention").remedy()).contains("= 30000;", "maxStatements", "30000");
  }

  /** It told to set more than may be set. */
  @Test
  void remedyIsOneThatCanBeFollowed() {
    for (int i = 0; i < 3; i++) {
      read(1, 150_000);
    }
    assertThat(context.said("retention").remedy())
        .contains("pg_stat_statements.max = 200000;")
        .endsWith("maxStatements of the collector 'statements' to 200000");
    read(1, 200_000);
    assertThat(context.said("retention").remedy()).contains("fewer", "200000 at most");
    health.tooMany(200_000);
    assertThat(context.said("completeness").remedy()).doesNotContain("raise");
  }

  /** All went on under a health that was well. */
  @Test
  void textsThatAreMissingOrWaitedForAreTold() {
    Duration patience = Duration.ofMinutes(3);
    texts(false, 7, 0, patience);
    now += patience.toNanos();
    texts(false, 7, 0, patience);
    assertThat(context.said("texts").status()).isEqualTo(HealthStatus.UP);
    now += READING;
    texts(false, 7, 0, patience);
    assertThat(context.said("texts").status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(context.said("texts").reason()).isEqualTo("statements_held");
    assertThat(context.said("texts").message()).startsWith("7 statements of our role");
    texts(true, 7, 0, patience);
    assertThat(context.said("texts").reason()).isEqualTo("texts_timed_out");
    texts(false, 0, 5, patience);
    assertThat(context.said("texts").reason()).isEqualTo("texts_lost");
    texts(false, 0, 0, patience);
    assertThat(context.said("texts").status()).isEqualTo(HealthStatus.UP);
  }

  private void texts(boolean unread, int held, int lost, Duration patience) {
    OptionalLong since = held == 0 ? OptionalLong.empty() : OptionalLong.of(0);
    health.texts(new StatementHealth.Texts(unread, held, since, lost), now, patience);
  }

  @Test
  void allIsWellTenMinutesAfterTheLast() {
    for (int i = 0; i < 3; i++) {
      read(1, 5_000);
    }
    now += Duration.ofMinutes(9).toNanos();
    read(0, 5_000);
    assertThat(context.said("retention").status()).isEqualTo(HealthStatus.DEGRADED);
    now += Duration.ofMinutes(2).toNanos();
    read(0, 5_000);
    assertThat(context.said("retention").status()).isEqualTo(HealthStatus.UP);
  }

  private void read(long deallocations, long kept) {
    now += READING;
    health.deallocated(now, deallocations, kept, 20_000);
  }
}
