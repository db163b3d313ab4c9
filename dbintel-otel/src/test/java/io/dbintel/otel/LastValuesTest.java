package io.dbintel.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ManualClock;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What needs a finer hand than the engine's seconds; the rest is shown through the SDK. */
class LastValuesTest {
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(3);

  private final ManualClock clock = new ManualClock();
  private final LastValues values = new LastValues(2, TIME_TO_LIVE, clock);

  private static Attributes series(String name) {
    return Attributes.of(AttributeKey.stringKey("name"), name);
  }

  private List<Long> read() {
    List<Long> all = new ArrayList<>();
    values.forEach((bits, labels) -> all.add(bits));
    return all;
  }

  /** Tables with names that are masked share one series, and come in one reading. */
  @Test
  void valuesThatComeTogetherDoNotMakeASeriesSeemQuick() {
    for (int round = 0; round < 3; round++) {
      values.put(series("?"), 1);
      clock.advance(Duration.ofMillis(3));
      values.put(series("?"), 2);
      clock.advance(Duration.ofMinutes(10));
    }
    assertThat(read()).containsExactly(2L);
  }

  @Test
  void aSeriesThatIsNotReportedGivesItsPlaceToANewOneAndOneThatIsDoesNot() {
    assertThat(values.put(series("gone"), 1)).isTrue();
    clock.advance(Duration.ofMinutes(2));
    assertThat(values.put(series("stays"), 2)).isTrue();
    assertThat(values.put(series("early"), 3)).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(values.put(series("new"), 4)).isTrue();
    assertThat(values.put(series("newer"), 5)).isFalse();
    assertThat(read()).containsExactlyInAnyOrder(2L, 4L);
  }
}
