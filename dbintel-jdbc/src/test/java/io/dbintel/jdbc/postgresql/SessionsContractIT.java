package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectorProvider;

class SessionsContractIT extends CollectorRules<SessionsConfig> {
  SessionsContractIT() {
    super("postgres");
  }

  @Override
  protected CollectorProvider<SessionsConfig> provider() {
    return new SessionsProvider();
  }
}
