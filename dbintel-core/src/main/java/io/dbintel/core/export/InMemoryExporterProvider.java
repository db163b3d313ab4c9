package io.dbintel.core.export;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExporterProvider;

/**
 * Makes {@link InMemoryExporter}s by the name {@value #NAME}. A host that wants to read what was
 * exported makes one itself and keeps it.
 *
 * <p>Stateless and thread-safe.
 */
public final class InMemoryExporterProvider implements ExporterProvider<InMemoryConfig> {
  static final String NAME = "in-memory";

  /** For {@link java.util.ServiceLoader}. */
  public InMemoryExporterProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<InMemoryConfig> configType() {
    return InMemoryConfig.class;
  }

  @Override
  public InMemoryConfig defaults() {
    return InMemoryConfig.defaults();
  }

  @Override
  public InMemoryExporter create(InMemoryConfig config, ComponentContext context) {
    return new InMemoryExporter(config);
  }
}
