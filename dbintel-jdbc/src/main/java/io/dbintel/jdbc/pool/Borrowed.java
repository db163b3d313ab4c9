package io.dbintel.jdbc.pool;

import io.dbintel.core.spi.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection on loan: what it was like when it came, and how it becomes so again. */
final class Borrowed {
  /** {@code invalid_sql_statement_name}. */
  private static final String NOTHING_PREPARED = "26000";

  private final String component;
  private final Connection connection;
  private final Reading reading;
  private final Clock clock;
  private boolean broken;

  Borrowed(String component, Connection connection, Reading reading, Clock clock) {
    this.component = component;
    this.connection = connection;
    this.reading = reading;
    this.clock = clock;
  }

  Reading reading() {
    return reading;
  }

  /** True if the connection cannot be trusted any more. */
  boolean isBroken() {
    return broken;
  }

  <T> T inTransaction(SqlResource opening, Work<T> work) throws DatabaseException {
    boolean autoCommit;
    boolean readOnly;
    try {
      autoCommit = connection.getAutoCommit();
      readOnly = connection.isReadOnly();
      if (!readOnly) {
        makeReadOnly();
      }
      connection.setAutoCommit(false);
    } catch (SQLException error) {
      broken = true;
      throw DatabaseException.of(component, "begin", error);
    }
    try {
      return run(
          transaction -> {
            transaction.run(opening);
            return work.run(transaction);
          });
    } finally {
      restore(autoCommit, readOnly);
    }
  }

  <T> T inAutoCommit(Work<T> work) throws DatabaseException {
    try {
      if (!connection.getAutoCommit()) {
        connection.setAutoCommit(true);
      }
    } catch (SQLException error) {
      broken = true;
      throw DatabaseException.of(component, "begin", error);
    }
    return run(work);
  }

  private <T> T run(Work<T> work) throws DatabaseException {
    try {
      return work.run(reading);
    } catch (SQLException error) {
      DatabaseException ours = DatabaseException.of(component, "statement", error);
      broken = ours.errorClass().isConnectionLoss();
      if (broken) {
        reading.lastWentUnanswered();
      }
      throw ours;
    }
  }

  private void restore(boolean autoCommit, boolean readOnly) {
    if (broken) {
      return;
    }
    try {
      long began = clock.nanoTime();
      rollback();
      reading.asked(began);
      undo(reading.afterRollback());
      connection.setAutoCommit(autoCommit);
      connection.setReadOnly(readOnly);
    } catch (SQLException | RuntimeException error) {
      broken = true;
    }
  }

  /** Undoes what outlives a rollback; the driver begins a transaction for it, which ends here. */
  private void undo(@Nullable SqlResource sql) throws SQLException {
    if (sql == null) {
      return;
    }
    long began = clock.nanoTime();
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql.text());
    } catch (SQLException error) {
      if (!NOTHING_PREPARED.equals(error.getSQLState())) {
        throw error;
      }
    }
    rollback();
    reading.asked(began);
  }

  private void makeReadOnly() throws SQLException {
    try {
      connection.setReadOnly(true);
    } catch (SQLException lentWithinATransaction) {
      rollback();
      connection.setReadOnly(true);
    }
  }

  /** As a plain statement: drivers prepare what rollback() sends, and would leave that behind. */
  private void rollback() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("rollback");
    }
  }
}
