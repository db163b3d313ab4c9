package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Turn;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class StatementsConfigTest {

  @Test
  void tellsEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                new StatementsConfig(
                    Duration.ofMillis(1),
                    Duration.ofSeconds(90),
                    0,
                    Duration.ofSeconds(59),
                    1,
                    300_000))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[statements] interval must be in [1s, 600s] but was 1ms")
        .hasMessageContaining("timeout must be in [100ms, 60s] but was 90s")
        .hasMessageContaining("topN must be in [1, 1000] but was 0")
        .hasMessageContaining("textInterval must be in [60s, 3600s] but was 59s")
        .hasMessageContaining("textBytes must be in [65536, 268435456] but was 1")
        .hasMessageContaining("maxStatements must be in [100, 200000] but was 300000");
  }

  @Test
  void providerIsFoundIsOnAndSharesATurn() {
    CollectorProvider<?> provider =
        ServiceLoader.load(CollectorProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(StatementsProvider.class::isInstance)
            .findFirst()
            .orElseThrow();
    assertThat(provider.name()).isEqualTo("statements");
    assertThat(provider.onByDefault()).isTrue();
    assertThat(provider.turn()).isEqualTo(Turn.GENERAL);
    assertThat(new StatementsProvider().schedule(StatementsConfig.defaults()).interval())
        .isEqualTo(Duration.ofSeconds(10));
  }
}
