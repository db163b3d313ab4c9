package io.dbintel.core.state;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.StateStoreProvider;
import java.nio.file.Path;

/**
 * Makes stores that keep one file a key, by the name {@value #NAME}.
 *
 * <p>Every file bears a checksum, the version and the expiry of its value, and is replaced by an
 * atomic rename once it is on the device, so that a reader sees the old value or the new one, and
 * so does a restart after a crash. A file that is broken, or written by somebody else or by another
 * version, is renamed to {@code ….broken-…}, the latest sixteen of which are kept, and reported.
 *
 * <p>Processes and stores may share a folder: writers take turns by a lock file, and one that waits
 * for ten seconds gives up with an {@link java.io.IOException}. A value of more than 16 MiB, and a
 * key beyond the bound, are refused with one too. A value past its time to live is not read any
 * more; its file is deleted a day later, by the next write. Files of other names are left alone.
 *
 * <p>Stateless and thread-safe; so are the stores.
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
  public StateStore create(FileStateConfig config, ComponentContext context) {
    return new FileStateStore(
        Path.of(config.folder()), config.maxKeys(), context.clock(), context.health());
  }
}
