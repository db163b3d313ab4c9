package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.WaitSampling;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class WaitsContractIT extends CollectorRules<WaitsConfig> {
  private static @Nullable EmbeddedServer started;

  WaitsContractIT() {
    super(Objects.requireNonNull(started), "postgres");
  }

  @BeforeAll
  static void start() throws Exception {
    started = WaitSampling.start();
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.remove();
    }
  }

  @Override
  protected CollectorProvider<WaitsConfig> provider() {
    return new WaitsProvider();
  }
}
