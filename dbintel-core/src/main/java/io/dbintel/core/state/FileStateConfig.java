package io.dbintel.core.state;

import io.dbintel.core.config.ConfigChecks;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and how much the file state store keeps.
 *
 * @param folder the folder, which is made for the owner only when the first value is written
 * @param maxKeys how many keys at most, 1 to 100 000
 */
public record FileStateConfig(String folder, int maxKeys) {
  private static final int DEFAULT_MAX_KEYS = 10_000;

  /** Checks the path's form and the range. */
  public FileStateConfig {
    Objects.requireNonNull(folder, "folder");
    new ConfigChecks(FileStateStoreProvider.NAME)
        .that(isPath(folder), "folder", "must be the path of a folder")
        .inRange("maxKeys", maxKeys, 1, 100_000)
        .throwIfAny();
  }

  /** At most 10 000 keys in this folder. */
  public static FileStateConfig in(Path folder) {
    return new FileStateConfig(folder.toString(), DEFAULT_MAX_KEYS);
  }

  private static boolean isPath(String text) {
    try {
      return !text.isBlank() && Path.of(text).getFileName() != null;
    } catch (InvalidPathException notAPath) {
      return false;
    }
  }
}
