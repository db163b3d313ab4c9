package io.dbintel.core.state;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.StateStoreProvider;
import java.nio.file.Path;

/**
 * Makes {@link FileStateStore}s by the name {@value #NAME}.
 *
 * <p>Stateless and thread-safe.
 */
public final class FileStateStoreProvider implements StateStoreProvider<FileStateConfig> {
  static final String NAME = "file";

  /** For {@link java.util.ServiceLoader}. */
  public FileStateStoreProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<FileStateConfig> configType() {
    return FileStateConfig.class;
  }

  /** The folder {@code dbintel-state} below the working directory. */
  @Override
  public FileStateConfig defaults() {
    return FileStateConfig.in(Path.of("dbintel-state"));
  }

  /** A store. It touches the folder when it is first used. */
  @Override
  public FileStateStore create(FileStateConfig config, ComponentContext context) {
    return new FileStateStore(
        Path.of(config.folder()), config.maxKeys(), context.clock(), context.health());
  }
}
