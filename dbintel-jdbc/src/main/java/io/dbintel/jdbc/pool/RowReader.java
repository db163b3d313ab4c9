package io.dbintel.jdbc.pool;

import java.sql.SQLException;

/**
 * Makes a value of a row. Called for one row after the other, on the thread that reads.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface RowReader<T> {
  /** The value; the row is not valid afterwards. */
  T read(Row row) throws SQLException;
}
