package io.dbintel.core.export;

import io.dbintel.core.config.ConfigChecks;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a {@link JsonLinesExporter} writes.
 *
 * @param file the file's path, or {@value #STDOUT} for standard output
 * @param maxFileBytes when a file that would grow past this is put aside for a new one; 4 KiB to 1
 *     TiB
 * @param keptFiles how many files that were put aside are kept, 1 to 1000
 */
public record JsonLinesConfig(String file, long maxFileBytes, int keptFiles) {
  /** Stands for standard output. */
  public static final String STDOUT = "-";

  private static final long DEFAULT_MAX_FILE_BYTES = 100L << 20;
  private static final int DEFAULT_KEPT_FILES = 5;

  /** Checks the path's form and the ranges. */
  public JsonLinesConfig {
    Objects.requireNonNull(file, "file");
    new ConfigChecks(JsonLinesExporterProvider.NAME)
        .that(isPath(file), "file", "must be a path, or '-' for standard output")
        .inRange("maxFileBytes", maxFileBytes, 4L << 10, 1L << 40)
        .inRange("keptFiles", keptFiles, 1, 1000)
        .throwIfAny();
  }

  /** Standard output. */
  public static JsonLinesConfig defaults() {
    return toFile(STDOUT);
  }

  /** A file of at most 100 MiB, and five that were put aside. */
  public static JsonLinesConfig toFile(String file) {
    return new JsonLinesConfig(file, DEFAULT_MAX_FILE_BYTES, DEFAULT_KEPT_FILES);
  }

  boolean isStdout() {
    return file.equals(STDOUT);
  }

  private static boolean isPath(String text) {
    if (text.equals(STDOUT)) {
      return true;
    }
    try {
      return Path.of(text).getFileName() != null && !text.isBlank();
    } catch (InvalidPathException notAPath) {
      return false;
    }
  }
}
