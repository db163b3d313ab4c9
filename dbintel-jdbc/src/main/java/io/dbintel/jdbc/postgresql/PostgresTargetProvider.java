package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.TargetProvider;

/** Makes PostgreSQL targets of what a configuration file says. Stateless and thread-safe. */
public final class PostgresTargetProvider implements TargetProvider<PostgresTargetConfig> {
  /** For {@link java.util.ServiceLoader}. */
  public PostgresTargetProvider() {}

  @Override
  public String name() {
    return PostgresTarget.TYPE;
  }

  @Override
  public Class<PostgresTargetConfig> configType() {
    return PostgresTargetConfig.class;
  }

  @Override
  public PostgresTargetConfig defaults() {
    return PostgresTargetConfig.defaults();
  }

  @Override
  public PostgresTarget create(String id, PostgresTargetConfig config) {
    return new PostgresTargetBuilder(id, config).build();
  }
}
