package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ObservedTimeTest {
  private static final long SECOND = 1_000_000_000L;

  private final ObservedTime time = new ObservedTime(SECOND);

  @Test
  void firstSampleStandsForOneInterval() {
    assertThat(time.sampledAt(77)).isEqualTo(1.0);
  }

  @Test
  void sampleStandsForTheTimeSinceTheOneBefore() {
    time.sampledAt(0);

    assertThat(time.sampledAt(1_100_000_000L)).isEqualTo(1.1, within(1e-9));
    assertThat(time.sampledAt(2_000_000_000L)).isEqualTo(0.9, within(1e-9));
    assertThat(time.missedSamples()).isZero();
  }

  @Test
  void oneMissedSampleIsBridgedAndCounted() {
    time.sampledAt(0);

    assertThat(time.sampledAt(2 * SECOND)).isEqualTo(2.0);
    assertThat(time.missedSamples()).isEqualTo(1);
    assertThat(time.unobservedSeconds()).isZero();
  }

  @Test
  void longGapInventsNoTime() {
    time.sampledAt(0);

    assertThat(time.sampledAt(60 * SECOND)).isEqualTo(2.0);
    assertThat(time.missedSamples()).isEqualTo(59);
    assertThat(time.unobservedSeconds()).isEqualTo(58.0);
    assertThat(time.observedSeconds()).isEqualTo(3.0);
  }

  @Test
  void refusesAnIntervalOfNothing() {
    assertThatThrownBy(() -> new ObservedTime(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
