package io.dbintel.core.export;

import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.testkit.ExporterContract;

class InMemoryExporterContractTest extends ExporterContract<InMemoryConfig> {
  @Override
  protected ExporterProvider<InMemoryConfig> provider() {
    return new InMemoryExporterProvider();
  }

  @Override
  protected long arrived(Exporter exporter) {
    return ((InMemoryExporter) exporter).received();
  }
}
