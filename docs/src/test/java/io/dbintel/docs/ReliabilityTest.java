package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every fault of the table names tests that are there. */
class ReliabilityTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");

  @Test
  void everyNamedTestIsThere() throws IOException {
    Map<String, String> sources = testSources();
    List<String> missing = new ArrayList<>();
    for (String row : rows()) {
      Matcher named = NAMED.matcher(row);
      while (named.find()) {
        String source = sources.getOrDefault(named.group(1), "");
        if (!isTest(source, named.group(2))) {
          missing.add(named.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyFaultNamesATestInItsLastColumn() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(35);
    assertThat(rows())
        .allSatisfy(
            row -> {
              String[] cells = row.split("\\|", -1);
              assertThat(cells).as(row).hasSize(6);
              assertThat(NAMED.matcher(cells[4]).find()).as(row).isTrue();
            });
  }

  @Test
  void aTestThatIsNotThereIsFound() {
    assertThat(isTest("@Test\n  void here() {", "here")).isTrue();
    assertThat(isTest("@Test\n  void here() {", "gone")).isFalse();
    assertThat(isTest("private static void here() {", "here")).isFalse();
  }

  /** The method stands at the beginning of its line, as tests do, and not as a helper does. */
  private static boolean isTest(String source, String method) {
    return Pattern.compile("(?m)^  void " + method + "\\(").matcher(source).find();
  }

  /** The rows of the tables of faults; the page has a table of figures as well. */
  private static List<String> rows() throws IOException {
    List<String> rows = new ArrayList<>();
    boolean faults = false;
    for (String line : Files.readAllLines(Meanings.repository().resolve("docs/reliability.md"))) {
      if (line.startsWith("| Fault |")) {
        faults = true;
      } else if (!line.startsWith("|")) {
        faults = false;
      } else if (faults && line.startsWith("| ")) {
        rows.add(line);
      }
    }
    return rows;
  }

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(Meanings.repository())) {
      for (Path file :
          files
              .filter(path -> path.toString().replace('\\', '/').contains("/src/test/java/"))
              .filter(path -> path.toString().endsWith(".java"))
              .toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
    return sources;
  }
}
