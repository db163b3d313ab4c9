package io.dbintel.jdbc.pool;

import java.sql.SQLException;

/** Does something with one row after the other, on the thread that reads. */
@FunctionalInterface
public interface RowAction {
  /** Takes what it needs; the row is not valid afterwards. */
  void accept(Row row) throws SQLException;
}
