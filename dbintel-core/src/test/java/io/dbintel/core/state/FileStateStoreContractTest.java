package io.dbintel.core.state;

import io.dbintel.core.spi.StateStoreProvider;
import io.dbintel.testkit.StateStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreContractTest extends StateStoreContract<FileStateConfig> {
  @TempDir Path folder;

  @Override
  protected StateStoreProvider<FileStateConfig> provider() {
    return new FileStateStoreProvider();
  }

  @Override
  protected FileStateConfig config() {
    return FileStateConfig.in(folder.resolve("state"));
  }
}
