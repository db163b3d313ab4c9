package io.dbintel.jdbc.pool;

import java.sql.SQLException;

/**
 * What is done with a connection while it is borrowed. Runs once, on the thread that borrowed it.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface Work<T> {
  /** Reads; the reading is not valid afterwards. */
  T run(Reading reading) throws SQLException;
}
