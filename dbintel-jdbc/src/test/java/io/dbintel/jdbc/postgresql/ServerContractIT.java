package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectorProvider;

class ServerContractIT extends CollectorRules<ServerConfig> {
  ServerContractIT() {
    super("postgres");
  }

  @Override
  protected CollectorProvider<ServerConfig> provider() {
    return new ServerProvider();
  }
}
