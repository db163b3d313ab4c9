package io.dbintel.core.export;

import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.testkit.ExporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesExporterContractTest extends ExporterContract<JsonLinesConfig> {
  @TempDir Path folder;

  @Override
  protected ExporterProvider<JsonLinesConfig> provider() {
    return new JsonLinesExporterProvider();
  }

  @Override
  protected JsonLinesConfig config() {
    return JsonLinesConfig.toFile(folder.resolve("events.jsonl").toString());
  }

  @Override
  protected long arrived(Exporter exporter) throws IOException {
    Path file = folder.resolve("events.jsonl");
    if (!Files.exists(file)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.isEmpty()).count();
    }
  }
}
