package io.dbintel.core.contract;

import io.dbintel.core.spi.GuardProvider;
import io.dbintel.testkit.GuardContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An honest guard keeps every rule. */
class FailurePauseContractTest extends GuardContract<FailurePause.Config> {
  @TempDir Path folder;

  @Override
  protected GuardProvider<FailurePause.Config> provider() {
    return new FailurePause();
  }

  @Override
  protected ClassLoader loader() {
    return Rules.finding(folder, GuardProvider.class, FailurePause.class);
  }
}
