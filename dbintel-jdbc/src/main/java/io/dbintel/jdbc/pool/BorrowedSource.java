package io.dbintel.jdbc.pool;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
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
      throw isClosed(error)
          ? new DatabaseException(component, "connect", ErrorClass.POOL_CLOSED, null)
          : DatabaseException.of(component, "connect", error);
    } catch (RuntimeException error) {
      throw new DatabaseException(
          component, "connect", isClosed(error) ? ErrorClass.POOL_CLOSED : ErrorClass.OTHER, null);
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

  /** JDBC has no way to ask a pool whether it is closed; the known pools say so in English. */
  private boolean isClosed(Exception error) {
    if (dataSource instanceof HikariDataSource hikari) {
      return hikari.isClosed();
    }
    boolean noState = !(error instanceof SQLException sql) || sql.getSQLState() == null;
    String message = error.getMessage();
    return noState && message != null && message.toLowerCase(Locale.ROOT).contains("closed");
  }
}
