package io.dbintel.core.export;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExporterProvider;
import java.nio.file.Path;

/**
 * Makes {@link JsonLinesExporter}s by the name {@value #NAME}.
 *
 * <p>Stateless and thread-safe.
 */
public final class JsonLinesExporterProvider implements ExporterProvider<JsonLinesConfig> {
  static final String NAME = "json-lines";

  /** For {@link java.util.ServiceLoader}. */
  public JsonLinesExporterProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<JsonLinesConfig> configType() {
    return JsonLinesConfig.class;
  }

  @Override
  public JsonLinesConfig defaults() {
    return JsonLinesConfig.defaults();
  }

  @Override
  public JsonLinesExporter create(JsonLinesConfig config, ComponentContext context) {
    if (config.isStdout()) {
      return JsonLinesExporter.toStream(System.out);
    }
    return JsonLinesExporter.toFile(Path.of(config.file()))
        .maxFileBytes(config.maxFileBytes())
        .keptFiles(config.keptFiles())
        .build();
  }
}
