package io.dbintel.jdbc.pool;

import java.sql.SQLException;

/** Does something with a row. */
@FunctionalInterface
public interface RowAction {
  /** Takes what it needs; the row is not valid afterwards. */
  void accept(Row row) throws SQLException;
}
