package io.dbintel.jdbc.pool;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The host's pool. It is never closed from here, and it is known when the host closed it. */
final class BorrowedSource implements ConnectionSource {
  private final String component;
  private final DataSource dataSource;

  BorrowedSource(String component, DataSource dataSource) {
    this.component = component;
    this.dataSource = dataSource;
  }

  @Override
  public Connection borrow(String database, Call call, long timeoutNanos) throws DatabaseException {
    if (!database.isEmpty()) {
      throw new DatabaseException(
          component, "connect to another database", ErrorClass.MISSING_OBJECT, null);
    }
    try {
      Connection connection = dataSource.getConnection();
      if (connection == null) {
        throw new DatabaseException(component, "connect", ErrorClass.OTHER, null);
      }
      return connection;
    } catch (SQLException error) {
      // Only a SQLSTATE comes of the server: a pool that is exhausted reports without one.
      boolean ofServer = ErrorClass.ofSqlState(error.getSQLState()) != ErrorClass.OTHER;
      throw ofServer && !isClosed() ? DatabaseException.of(component, "connect", error) : notLent();
    } catch (RuntimeException error) {
      throw notLent();
    }
  }

  @Override
  public void giveBack(String database, Connection connection, boolean broken) {
    try {
      if (broken) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException | RuntimeException gone) {
      // It is closed next.
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException gone) {
      // The host's pool deals with its broken connections.
    }
  }

  @Override
  public boolean isOwn() {
    return false;
  }

  @Override
  public void close() {}

  private DatabaseException notLent() {
    ErrorClass errorClass = isClosed() ? ErrorClass.POOL_CLOSED : ErrorClass.NOT_LENT;
    return new DatabaseException(component, "connect", errorClass, null);
  }

  /**
   * True if the pool will never lend again. JDBC has no way to ask; of a pool that cannot be asked,
   * what an exception says is no proof, since the host may open another pool behind it.
   */
  private boolean isClosed() {
    try {
      return dataSource.isWrapperFor(HikariDataSource.class)
          && dataSource.unwrap(HikariDataSource.class).isClosed();
    } catch (SQLException | RuntimeException cannotTell) {
      return false;
    }
  }
}
