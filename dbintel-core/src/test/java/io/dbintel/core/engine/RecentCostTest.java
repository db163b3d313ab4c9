package io.dbintel.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentCostTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void isWhatWasSpentOverWallTime() {
    RecentCost cost = new RecentCost(0);
    for (int second = 0; second < 45; second++) {
      cost.add(SECOND / 100.0, second * SECOND);
    }
    assertThat(cost.ratio(45 * SECOND)).isEqualTo(0.01);
  }

  @Test
  void aFirstReadingDoesNotMakeAShortWhileALargeShare() {
    RecentCost cost = new RecentCost(0);
    cost.add((double) SECOND, 0);
    assertThat(cost.ratio(SECOND / 1000)).isEqualTo(0.1);
  }

  @Test
  void forgetsWhatIsOlderThanAMinute() {
    RecentCost cost = new RecentCost(0);
    cost.add((double) SECOND, 5 * SECOND);
    assertThat(cost.ratio(50 * SECOND)).isEqualTo(1.0 / 50);
    assertThat(cost.ratio(61 * SECOND)).isZero();
  }

  @Test
  void forgetsAllAfterALongPause() {
    RecentCost cost = new RecentCost(0);
    cost.add((double) SECOND, 0);
    assertThat(cost.ratio(86_400 * SECOND)).isZero();
    cost.add((double) SECOND, 86_405 * SECOND);
    assertThat(cost.ratio(86_410 * SECOND)).isEqualTo(1.0 / 50);
  }
}
