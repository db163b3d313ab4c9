package io.dbintel.processors.plan;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folder of third-party test data that the build may have been told of. */
final class Corpora {
  private static final String PROPERTY = "dbintel.corpora";

  private Corpora() {}

  /**
   * Returns a folder below the corpora. A relative setting may be meant from any folder above the
   * module. Skips the test, aloud, if nothing is set.
   */
  static Path folder(String name) {
    String setting = System.getProperty(PROPERTY, "");
    if (setting.isBlank()) {
      String reason = "no third-party test data: -D" + PROPERTY + " is not set";
      System.out.println("SKIPPED: " + reason);
      abort(reason);
    }
    for (Path base = Path.of("").toAbsolutePath(); base != null; base = base.getParent()) {
      Path folder = base.resolve(setting).resolve(name).normalize();
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    throw new AssertionError(
        "-D%s=%s has no folder %s, seen from here or any folder above"
            .formatted(PROPERTY, setting, name));
  }
}
