package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jazzer fuzzes one method a run, so each has its line in the workflow that fuzzes every week. */
class FuzzingTest {
  private static final String SOURCES = "src/test/java";
  private static final Pattern METHOD =
      Pattern.compile("@FuzzTest(?:\\([^)]*\\))?\\s+void (\\w+)\\(");
  private static final Pattern LINE = Pattern.compile("- (\\{module: .*})");

  @Test
  void everyFuzzTestHasItsLineInTheWeeklyWorkflow() throws IOException {
    Path workflow = Meanings.repository().resolve(".github/workflows/weekly.yml");
    List<String> lines =
        LINE.matcher(Files.readString(workflow)).results().map(found -> found.group(1)).toList();
    assertThat(fuzzTests()).hasSizeGreaterThanOrEqualTo(9);
    assertThat(lines).containsExactlyInAnyOrderElementsOf(fuzzTests());
  }

  private static List<String> fuzzTests() throws IOException {
    Path root = Meanings.repository();
    List<String> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path sources : folders.map(module -> module.resolve(SOURCES)).toList()) {
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files
                .filter(file -> file.toString().endsWith("FuzzTest.java"))
                .forEach(file -> found.addAll(lines(root.relativize(file).toString(), file)));
          }
        }
      }
    }
    return found;
  }

  private static List<String> lines(String path, Path file) {
    String module = path.substring(0, path.indexOf(SOURCES) - 1);
    String test = path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
    return METHOD
        .matcher(read(file))
        .results()
        .map(
            method -> "{module: %s, test: %s, method: %s}".formatted(module, test, method.group(1)))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
