package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference pages say what the code says. */
class ReferenceTest {
  private static final String COMMAND = "./mvnw -q -Preference -pl docs -am";

  private final Path folder = Meanings.repository().resolve("docs").resolve("reference");

  @Test
  void theReferencePagesAreNotStale() throws IOException {
    Map<String, String> pages = new Pages(Component.all(), Meanings.ofThisRepository()).all();
    if (System.getProperty("dbintel.reference", "").equals("write")) {
      write(pages);
    }
    assertThat(written()).as("docs/reference: run %s", COMMAND).isEqualTo(pages.keySet());
    for (Map.Entry<String, String> page : pages.entrySet()) {
      assertThat(Files.readString(folder.resolve(page.getKey())))
          .as("docs/reference/%s is stale: run %s", page.getKey(), COMMAND)
          .isEqualTo(page.getValue());
    }
  }

  @Test
  void everyModuleWithProvidersIsOnTheClassPath() throws IOException {
    try (Stream<Path> all = Files.walk(Meanings.repository(), 8)) {
      Set<String> declared =
          all.filter(file -> file.toString().contains("META-INF"))
              .filter(file -> file.toString().replace('\\', '/').contains("src/main/"))
              .filter(file -> file.getFileName().toString().startsWith("io.dbintel.core.spi."))
              .filter(file -> file.getFileName().toString().endsWith("Provider"))
              .filter(file -> !file.toString().contains("examples"))
              .flatMap(ReferenceTest::lines)
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> found =
          Component.all().stream()
              .filter(component -> component.provider() != null)
              .map(component -> component.provider().getClass().getName())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(declared).as("the pom of docs names their modules").isNotEmpty().isEqualTo(found);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void write(Map<String, String> pages) throws IOException {
    Files.createDirectories(folder);
    for (String stale : written()) {
      Files.delete(folder.resolve(stale));
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
  }

  private Set<String> written() throws IOException {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
