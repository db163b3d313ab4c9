package io.dbintel.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfigBoundsTest {
  @Test
  void aDurationIsShownInTheUnitThatHasNoFraction() {
    assertThat(ConfigBounds.text(Duration.ofMillis(1_500))).isEqualTo("1500ms");
    assertThat(ConfigBounds.text(Duration.ofMinutes(2))).isEqualTo("120s");
    assertThat(ConfigBounds.text(Duration.ZERO)).isEqualTo("0ms");
  }

  /** The contract of the providers found it: what was out of range could not be said to be. */
  @Test
  void theLongestDurationsAreShownToo() {
    assertThat(ConfigBounds.text(Duration.ofSeconds(Long.MAX_VALUE, 5)))
        .isEqualTo(Long.MAX_VALUE + "s");
    assertThat(ConfigBounds.text(Duration.ofSeconds(Long.MIN_VALUE)))
        .isEqualTo(Long.MIN_VALUE + "s");
  }
}
