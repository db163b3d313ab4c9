package io.dbintel.jdbc.testing;

import io.dbintel.jdbc.pool.SqlResource;

/** Statements that only tests send. */
public final class TestSql {
  private TestSql() {}

  /** The statement of this name beside this class. */
  public static SqlResource of(String name) {
    return SqlResource.of(TestSql.class, name);
  }
}
