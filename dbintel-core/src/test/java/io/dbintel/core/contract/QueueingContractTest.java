package io.dbintel.core.contract;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Target;
import io.dbintel.core.toy.ToyTarget;
import io.dbintel.testkit.CollectorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An honest collector keeps every rule. */
class QueueingContractTest extends CollectorContract<Queueing.Config> {
  @TempDir Path folder;

  @Override
  protected CollectorProvider<Queueing.Config> provider() {
    return new Queueing();
  }

  @Override
  protected ClassLoader loader() {
    return Rules.finding(folder, CollectorProvider.class, Queueing.class);
  }

  @Override
  protected Target target() {
    return new ToyTarget("here");
  }

  @Override
  protected Target unreachable() {
    return new ToyTarget("gone");
  }
}
