package io.dbintel.jdbc.pool;

import java.sql.Connection;

/** Where connections come from. Implementations are thread-safe. */
interface ConnectionSource extends AutoCloseable {
  /**
   * A connection to a database, at the latest when the time is up.
   *
   * @param database empty for the one that is configured
   * @param call is asked whether somebody still waits
   * @param timeoutNanos how long it may take
   * @throws DatabaseException if there is none; it is classified
   */
  Connection borrow(String database, Call call, long timeoutNanos) throws DatabaseException;

  /**
   * Takes a connection back.
   *
   * @param broken true if it must not be used again
   */
  void giveBack(String database, Connection connection, boolean broken);

  /** True if connections belong to us alone, so that they may keep prepared statements. */
  boolean isOwn();

  @Override
  void close();
}
