package io.dbintel.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.ManyKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ten million distinct series through what remembers the last value of each. */
class ManyKeysTest {
  private static final long KEYS = 10_000_000;
  private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("number");
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(3);

  private final ManualClock clock = new ManualClock();
  private final LastValues values = new LastValues(1_000, TIME_TO_LIVE, clock);
  private long refused;

  private void put(long key) {
    refused += values.put(Attributes.of(NUMBER, key), key) ? 0 : 1;
  }

  private long shown() {
    long[] shown = {0};
    values.forEach((bits, labels) -> shown[0]++);
    return shown[0];
  }

  @Test
  void seriesBeyondTheBoundAreRefused() {
    ManyKeys.push(KEYS, this::put);
    assertThat(shown()).isEqualTo(1_000);
    assertThat(refused).isEqualTo(KEYS - 1_000);
  }

  @Test
  void seriesThatAreNotMeasuredAnyMoreMakeRoom() {
    ManyKeys.push(
        KEYS,
        key -> {
          if (key % 1_000 == 0) {
            clock.advance(TIME_TO_LIVE);
          }
          put(key);
        });
    assertThat(shown()).isEqualTo(1_000);
    assertThat(refused).isZero();
  }
}
