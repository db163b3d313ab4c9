package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.spi.Turn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WaitsConfigTest {

  @Test
  void tellsEveryProblemAtOnce() {
    assertThatThrownBy(() -> new WaitsConfig(Duration.ofMillis(1), Duration.ofHours(1), 0, 99))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[waits] interval must be in [1s, 600s] but was 1ms")
        .hasMessageContaining("timeout must be in [100ms, 60s] but was 3600s")
        .hasMessageContaining("topN must be in [1, 1000] but was 0")
        .hasMessageContaining("maxEntries must be in [100, 200000] but was 99");
  }

  @Test
  void isOnAndSharesATurn() {
    assertThat(new WaitsProvider().onByDefault()).isTrue();
    assertThat(new WaitsProvider().turn()).isEqualTo(Turn.GENERAL);
    assertThat(new WaitsProvider().schedule(WaitsConfig.defaults()).interval())
        .isEqualTo(Duration.ofSeconds(10));
  }
}
