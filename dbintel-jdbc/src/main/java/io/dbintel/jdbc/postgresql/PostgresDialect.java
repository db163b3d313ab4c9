package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.pool.Dialect;
import io.dbintel.jdbc.pool.ReadSettings;
import io.dbintel.jdbc.pool.SqlResource;

/** How a transaction of ours begins on PostgreSQL. */
final class PostgresDialect implements Dialect {
  private static final SqlResource OPEN = SqlResource.of(PostgresDialect.class, "open-transaction");
  private static final SqlResource ROUND_TRIP = SqlResource.of(PostgresDialect.class, "round-trip");

  @Override
  public SqlResource openTransaction(ReadSettings settings) {
    return OPEN.with("statement_timeout", Long.toString(settings.statementTimeout().toMillis()))
        .with("lock_timeout", Long.toString(settings.lockTimeout().toMillis()));
  }

  @Override
  public SqlResource roundTrip() {
    return ROUND_TRIP;
  }
}
