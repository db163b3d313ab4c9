package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.SecretResolver;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What the documents show as a file is one that can be used. */
class ExamplesTest {
  private static final String FENCE = "```";

  /** Stands in for secrets that this machine does not have. */
  private static final class Anything implements SecretResolver {
    @Override
    public String scheme() {
      return "anything";
    }

    @Override
    public Secret resolve(String name) {
      return Secret.of("canary");
    }
  }

  /** What a part of a file stands in: the least that can be built, with a taker of plans. */
  private static final String AROUND =
      """
      version: 1
      targets:
        orders: {type: postgresql, url: "jdbc:postgresql://localhost/orders", user: dbintel, password: "${anything:x}"}
      pipeline: [plan-extractor]
      exporters:
        json-lines: {file: events.jsonl}
      """;

  @Test
  void theGuidesFileIsComplete() throws IOException {
    List<String> files = filesIn("docs/guide.md").stream().filter(ExamplesTest::isWhole).toList();
    assertThat(files).isNotEmpty();
    for (String text : files) {
      DataSource pool = proxy(DataSource.class);
      build(
          text,
          DbIntel.builder()
              .bind("billing", DataSource.class, pool)
              .bind("otel", OpenTelemetry.class, OpenTelemetry.noop()));
      for (Component.Kind kind : Component.Kind.values()) {
        String section = kind.section.startsWith("exporters") ? "exporters" : kind.section;
        assertThat(text).as("shows every section").contains("\n" + section + ":");
      }
    }
  }

  @Test
  void whatTheGuideShowsOfAFileIsBuiltInOne() throws IOException {
    List<String> parts = filesIn("docs/guide.md").stream().filter(text -> !isWhole(text)).toList();
    assertThat(parts).isNotEmpty();
    parts.forEach(part -> build(AROUND + part, DbIntel.builder()));
  }

  private static boolean isWhole(String text) {
    return text.startsWith("version:");
  }

  @Test
  void theReadmesFileIsBuilt() throws IOException {
    List<String> files = filesIn("README.md");
    assertThat(files).isNotEmpty();
    files.forEach(text -> build(text, DbIntel.builder()));
  }

  private static void build(String text, DbIntelBuilder builder) {
    String here =
        text.replace("${file:/run/secrets/dbintel}", "${anything:x}")
            .replace("${env:DBINTEL_PASSWORD}", "${anything:x}");
    try (DbIntel built =
        builder.register(new Anything()).config("example.yaml", new StringReader(here)).build()) {
      assertThat(built.health()).isNotNull();
    }
  }

  private static <T> T proxy(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  private static List<String> filesIn(String document) throws IOException {
    List<String> files = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    boolean inside = false;
    for (String line : Files.readAllLines(Meanings.repository().resolve(document))) {
      if (inside && line.equals(FENCE)) {
        files.add(block.toString());
        block.setLength(0);
        inside = false;
      } else if (inside) {
        block.append(line).append('\n');
      } else {
        inside = line.equals(FENCE + "yaml");
      }
    }
    return files;
  }
}
