package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.StatementDelta;
import io.dbintel.jdbc.observe.StatementRows;

/**
 * A statement and the database it ran in. The server makes ids of structure and of objects'
 * identifiers or names, which two databases may share: one id can stand for two texts. Immutable.
 */
record StatementKey(long id, long database) {
  static StatementKey of(StatementDelta delta) {
    return new StatementKey(delta.id(), StatementsReading.database(delta.scope()));
  }

  static StatementKey of(StatementRows rows, int row) {
    return new StatementKey(rows.id(row), StatementsReading.database(rows.scope(row)));
  }
}
