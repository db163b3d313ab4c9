package io.dbintel.jdbc.pool;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A borrowed connection, to read from. It keeps the time each statement takes, without what is done
 * with its rows meanwhile, and counts rows, so that what the server was asked for is known, and it
 * knows the statement that runs, so that it can be cancelled.
 *
 * <p>Belongs to the thread that borrowed it, and is valid until the work returns.
 */
public final class Reading {
  /** Drivers otherwise hold all rows of a result at once. */
  private static final int FETCH_ROWS = 1_000;

  private final String component;
  private final Connection connection;
  private final Clock clock;
  private final Call call;
  private final @Nullable CollectionContext context;
  private final boolean mayPrepare;

  private long statementNanos;
  private long lastNanos;
  private int statements;
  private long rows;
  private long badRows;
  private @Nullable SqlResource afterRollback;

  Reading(
      String component,
      Connection connection,
      Clock clock,
      Call call,
      @Nullable CollectionContext context,
      boolean mayPrepare) {
    this.component = component;
    this.connection = connection;
    this.clock = clock;
    this.call = call;
    this.context = context;
    this.mayPrepare = mayPrepare;
  }

  /**
   * The connection itself, for what the other methods do not offer. It can only read: what would
   * end or reconfigure the transaction is refused, and closing it does nothing.
   */
  public Connection connection() {
    return GuardedConnection.of(connection, this);
  }

  /**
   * Does something with each row of a statement.
   *
   * @return how many rows were good
   * @throws DatabaseException if the statement failed
   */
  public long each(SqlResource sql, RowAction action) throws DatabaseException {
    return each(sql, null, action);
  }

  /**
   * Does something with each row of a statement that has one place, a {@code ?}, for an array of
   * integers. It is sent as a parameter; on a borrowed connection, where nothing is prepared that
   * the driver might leave behind, as a literal, which servers take for a parameter when they keep
   * statements apart.
   *
   * @param ids the array, a {@code bigint[]}; null for a statement without such a place
   * @return how many rows were good
   * @throws DatabaseException if the statement failed
   */
  public long each(SqlResource sql, long @Nullable [] ids, RowAction action)
      throws DatabaseException {
    long before = rows - badRows;
    String text = ids == null || mayPrepare ? sql.text() : withLiteral(sql, ids);
    try (Statement statement = statement(text)) {
      statement.setFetchSize(FETCH_ROWS);
      if (ids != null && statement instanceof PreparedStatement prepared) {
        prepared.setArray(1, connection.createArrayOf("bigint", boxed(ids)));
      }
      long began = begin(statement, sql.name());
      long elsewhere = 0;
      try (ResultSet results = execute(statement, text)) {
        Row row = new Row(results);
        while (results.next()) {
          rows++;
          long left = clock.nanoTime();
          try {
            one(row, action);
          } finally {
            elsewhere += clock.nanoTime() - left;
          }
        }
      } finally {
        end(statement, began + elsewhere);
      }
      return rows - badRows - before;
    } catch (SQLException error) {
      throw DatabaseException.of(component, sql.name(), error);
    }
  }

  /** The values of all good rows of a statement. */
  public <T> List<T> list(SqlResource sql, RowReader<T> reader) throws DatabaseException {
    List<T> values = new ArrayList<>();
    each(sql, row -> values.add(reader.read(row)));
    return values;
  }

  /**
   * The value of the only row of a statement.
   *
   * @throws DatabaseException if the statement failed, or gave no good row
   */
  public <T> T one(SqlResource sql, RowReader<T> reader) throws DatabaseException {
    List<T> values = list(sql, reader);
    if (values.isEmpty()) {
      throw new DatabaseException(component, sql.name(), ErrorClass.OTHER, null);
    }
    return values.get(0);
  }

  /**
   * Sends a statement exactly as it stands: the driver prepares nothing, replaces no escapes and
   * keeps nothing of it. For texts that differ each time, and for statements that give no rows.
   *
   * @return how many rows were good; 0 if the statement gives none
   * @throws DatabaseException if the statement failed
   */
  public long plain(SqlResource sql, RowAction action) throws DatabaseException {
    long before = rows - badRows;
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(FETCH_ROWS);
      long began = begin(statement, sql.name());
      try {
        if (statement.execute(sql.text())) {
          try (ResultSet results = statement.getResultSet()) {
            Row row = new Row(results);
            while (results.next()) {
              rows++;
              one(row, action);
            }
          }
        }
      } finally {
        end(statement, began);
      }
      return rows - badRows - before;
    } catch (SQLException error) {
      throw DatabaseException.of(component, sql.name(), error);
    }
  }

  /**
   * Says what is to be sent when the transaction was rolled back, before the connection goes back:
   * for what a rollback does not undo. It must not fail on anything but that there is nothing to
   * undo (SQLSTATE 26000), or the connection is given up. The last word counts.
   *
   * @param sql null if there is nothing to undo any more
   */
  public void afterRollback(@Nullable SqlResource sql) {
    afterRollback = sql;
  }

  @Nullable SqlResource afterRollback() {
    return afterRollback;
  }

  /** Runs a statement whose rows are of no interest. */
  void run(SqlResource sql) throws DatabaseException {
    each(sql, row -> {});
  }

  /** How many rows could not be used so far. */
  public long badRows() {
    return badRows;
  }

  /** Marks the start of a statement; every call is paired with {@link #end}. */
  long begin(Statement statement, String name) throws DatabaseException {
    if (!call.begin(statement)) {
      throw new DatabaseException(component, name, ErrorClass.TIMEOUT, null);
    }
    return clock.nanoTime();
  }

  void end(Statement statement, long began) {
    call.end(statement);
    asked(began);
  }

  /**
   * The connection broke under the last statement. How long we waited for the answer says nothing
   * of how long the server worked: one that is frozen, or behind a dead network, did not.
   */
  void lastWentUnanswered() {
    statementNanos -= lastNanos;
    lastNanos = 0;
  }

  /** Counts a request that carries no statement of a resource, such as a rollback. */
  void asked(long began) {
    lastNanos = Math.max(0, clock.nanoTime() - began);
    statementNanos += lastNanos;
    statements++;
  }

  long statementNanos() {
    return statementNanos;
  }

  CollectionCost cost(long idleRoundTripNanos) {
    return new CollectionCost(statementNanos, idleRoundTripNanos * statements, statements, rows);
  }

  private void one(Row row, RowAction action) throws SQLException {
    try {
      action.accept(row);
    } catch (Row.BadRow bad) {
      badRows++;
      if (context != null) {
        context.badRow(bad.reason());
      }
    }
  }

  private Statement statement(String text) throws SQLException {
    return mayPrepare ? connection.prepareStatement(text) : connection.createStatement();
  }

  private static ResultSet execute(Statement statement, String text) throws SQLException {
    return statement instanceof PreparedStatement prepared
        ? prepared.executeQuery()
        : statement.executeQuery(text);
  }

  /** Digits, signs and commas between quotes: nothing in it can end the literal. */
  private static String withLiteral(SqlResource sql, long[] ids) {
    StringBuilder literal = new StringBuilder("'{");
    for (int i = 0; i < ids.length; i++) {
      literal.append(i == 0 ? "" : ",").append(ids[i]);
    }
    return sql.text().replace("?", literal.append("}'").toString());
  }

  private static Long[] boxed(long[] ids) {
    Long[] boxed = new Long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      boxed[i] = ids[i];
    }
    return boxed;
  }
}
