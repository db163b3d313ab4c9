package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ManyKeys;
import org.junit.jupiter.api.Test;

/** Many distinct statements through what remembers which of their plans were sent. */
final class ManyKeysTest {
  private static final long KEYS = 10_000_000;

  @Test
  void sentPlansAreRememberedOfTheLatestAndTheOthersCounted() {
    SentPlans sent = new SentPlans(1_000, 1);
    ManyKeys.push(
        KEYS,
        key -> {
          String statement = Long.toString(key);
          if (sent.wasSent(statement, "p", 0) || sent.isCurrent(statement, "p")) {
            throw new AssertionError("a new statement was sent before");
          }
        });
    assertThat(sent.size()).isEqualTo(1_000);
    assertThat(sent.takeForgotten()).isEqualTo(2 * (KEYS - 1_000));
  }
}
