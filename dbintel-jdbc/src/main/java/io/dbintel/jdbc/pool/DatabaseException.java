package io.dbintel.jdbc.pool;

import io.dbintel.core.spi.Explained;
import io.dbintel.core.spi.HealthStatus;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database error, as it may be shown: the component, the statement's resource name, the class of
 * error and the SQLSTATE. What the driver said is not kept, neither as a message nor as a cause,
 * because drivers quote addresses, user names and statement texts. Immutable but for the stack
 * trace.
 */
public final class DatabaseException extends SQLException implements Explained {
  private static final long serialVersionUID = 1L;

  private final ErrorClass errorClass;
  private final String statement;

  /**
   * An error of our own making, or one a driver reported with this SQLSTATE.
   *
   * @param component the component's id, for the message
   * @param statement the statement's resource name, or what was being done: {@code connect}
   */
  public DatabaseException(
      String component, String statement, ErrorClass errorClass, @Nullable String sqlState) {
    super(text(component, statement, errorClass, sqlState), sqlState);
    this.errorClass = errorClass;
    this.statement = statement;
  }

  /** The same error without what the driver said; an exception of ours is returned as it is. */
  static DatabaseException of(String component, String statement, SQLException error) {
    return error instanceof DatabaseException ours
        ? ours
        : new DatabaseException(component, statement, ErrorClass.of(error), state(error));
  }

  /** What the error means. */
  public ErrorClass errorClass() {
    return errorClass;
  }

  /** The resource name of the statement, or what was being done: {@code connect}. */
  public String statement() {
    return statement;
  }

  @Override
  public HealthStatus status() {
    return errorClass.status();
  }

  @Override
  public String reason() {
    return errorClass.code();
  }

  @Override
  public String explanation() {
    return statement + " failed: " + errorClass.meaning() + state();
  }

  @Override
  public String remedy() {
    return errorClass.remedy();
  }

  private String state() {
    return getSQLState() == null ? "" : " (SQLSTATE " + getSQLState() + ")";
  }

  private static String text(
      String component, String statement, ErrorClass errorClass, @Nullable String sqlState) {
    return "["
        + component
        + "] "
        + statement
        + " failed: "
        + errorClass.meaning()
        + " ("
        + errorClass.code()
        + (sqlState == null ? "" : ", SQLSTATE " + sqlState)
        + ")";
  }

  /** A driver's SQLSTATE if it looks like one: it is five letters and digits, or it is not told. */
  private static @Nullable String state(SQLException error) {
    String state = error.getSQLState();
    if (state == null || state.length() != 5) {
      return null;
    }
    for (int i = 0; i < 5; i++) {
      char c = state.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))) {
        return null;
      }
    }
    return state;
  }
}
