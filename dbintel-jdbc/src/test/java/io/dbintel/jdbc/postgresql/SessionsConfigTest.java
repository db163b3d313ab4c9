package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Turn;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SessionsConfigTest {

  @Test
  void defaultsSampleOnceASecondWithoutAddresses() {
    SessionsConfig config = SessionsConfig.defaults();

    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.clientAddress()).isFalse();
    assertThat(config.historyBytes()).isEqualTo(16 << 20);
  }

  @Test
  void tellsEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                new SessionsConfig(
                    Duration.ofMillis(1),
                    Duration.ofSeconds(2),
                    Duration.ofHours(1),
                    Duration.ofSeconds(10),
                    1,
                    4 << 20,
                    Duration.ofHours(1),
                    16 << 20,
                    false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[sessions] interval must be in [100ms, 60s] but was 1ms")
        .hasMessageContaining("tellEvery")
        .hasMessageContaining("maxSessions must be in [10, 100000] but was 1");
  }

  @Test
  void providerIsFoundAndHasTheTurnThatIsKeptForIt() {
    CollectorProvider<?> provider =
        ServiceLoader.load(CollectorProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(SessionsProvider.class::isInstance)
            .findFirst()
            .orElseThrow();

    assertThat(provider.name()).isEqualTo("sessions");
    assertThat(provider.turn()).isEqualTo(Turn.SESSIONS);
    assertThat(provider.onByDefault()).isTrue();
    assertThat(provider.targetTypes()).containsExactly("postgresql");
  }

  @Test
  void namesFitTheVocabulary() {
    SessionsProvider provider = new SessionsProvider();

    assertThat(
            Vocabulary.core().toBuilder()
                .attributes(provider.attributes())
                .types(provider.eventTypes())
                .conflicts())
        .isEmpty();
  }
}
