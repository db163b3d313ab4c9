package io.dbintel.jdbc;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.Work;

/**
 * A server that is read over JDBC. Collections get their connection here: to the database the
 * context names, limited by the target's time-outs and the collection's, and cancelled when the
 * collection is abandoned. What the statements cost is reported to the context.
 *
 * <p>Thread-safe: two collections at a time have a connection, further ones wait.
 */
public interface JdbcTarget extends Target {
  /**
   * Works within one read-only transaction, which is rolled back at the end.
   *
   * @throws DatabaseException if there was no connection in time, or the work failed
   */
  <T> T inTransaction(CollectionContext context, Work<T> work) throws DatabaseException;

  /**
   * Works with one quick statement without a transaction around it, where the connection allows it;
   * else as {@link #inTransaction}. For what runs every second.
   *
   * @throws DatabaseException if there was no connection in time, or the work failed
   */
  <T> T inOneStatement(CollectionContext context, Work<T> work) throws DatabaseException;
}
