package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectorProvider;

class StatementsContractIT extends CollectorRules<StatementsConfig> {
  StatementsContractIT() {
    super("postgres");
  }

  @Override
  protected CollectorProvider<StatementsConfig> provider() {
    return new StatementsProvider();
  }
}
