package io.dbintel.jdbc.pool;

import io.dbintel.core.spi.HealthStatus;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * What a database error means for whoever has to react to it. Classified by SQLSTATE, and by the
 * type of what caused it, never by the text of a message; the codes are those of the <a
 * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL manual, appendix
 * A</a>, and of ISO/IEC 9075 where a product shares them.
 */
public enum ErrorClass {
  /** The server cannot be reached, or the connection broke. */
  CONNECTION_LOST(
      "the server cannot be reached or the connection broke",
      HealthStatus.DOWN,
      "Check that the server runs and can be reached from here; it is tried again by itself."),
  /** What answered does not let anybody in this way: it offers no TLS, as a rule. */
  CONNECTION_REJECTED(
      "the connection was given up before anybody logged in: the server offers no TLS, or asks for"
          + " a log-in that the driver does not know",
      HealthStatus.DOWN,
      "Give the server TLS (ssl = on), or say .tls(Tls.DISABLED), in a file tls: disabled, where"
          + " nobody can listen on the way; it is tried again by itself."),
  /** There is TLS, and it came to nothing: the certificate was not accepted, as a rule. */
  TLS_FAILED(
      "no encrypted connection could be agreed on: the server's certificate is not trusted, as a"
          + " rule",
      HealthStatus.DOWN,
      "Give the target the authority of the server's certificate by rootCertificate; it is tried"
          + " again by itself."),
  /** The server, or its pooler, has no room for another connection. */
  TOO_MANY_CONNECTIONS(
      "the server accepts no more connections",
      HealthStatus.DOWN,
      "Free connections or raise max_connections; it is tried again by itself."),
  /** The server refused the role, its password, or the way it came in. */
  AUTHENTICATION(
      "the server refused the role, its password or the way it came in",
      HealthStatus.FORBIDDEN,
      "Check the role, its password and the rules of pg_hba.conf."),
  /** A privilege is missing. */
  PERMISSION(
      "a privilege is missing",
      HealthStatus.FORBIDDEN,
      "Grant our role what the health of the target names."),
  /** A time-out of ours, or a cancellation, ended the statement. */
  TIMEOUT(
      "it took longer than it may",
      HealthStatus.DEGRADED,
      "Check whether the server is overloaded or blocked."),
  /** A table, view, function, column, type or setting is not there. */
  MISSING_OBJECT(
      "the server does not have what the statement reads",
      HealthStatus.DOWN,
      "Check whether somebody changed or dropped it; it is tried again by itself."),
  /** The server does not understand the statement: usually another version than was thought. */
  SYNTAX(
      "the server does not understand the statement",
      HealthStatus.DOWN,
      "Check whether the server's version is one that dbintel knows; it is tried again by itself."),
  /** The server is stopping, starting or recovering. */
  SHUTTING_DOWN(
      "the server is stopping, starting or recovering",
      HealthStatus.DOWN,
      "Wait until the server has started; it is tried again by itself."),
  /** The statement would have written, or needs a primary. */
  READ_ONLY(
      "the statement needs a server or transaction that can write",
      HealthStatus.DOWN,
      "Point the target at the primary, or do without these numbers; it is tried again by itself."),
  /** The borrowed DataSource lent no connection, and its error does not say that of the server. */
  NOT_LENT(
      "the borrowed DataSource lent no connection",
      HealthStatus.DOWN,
      "Check whether the pool is exhausted: dbintel uses up to two of its connections, so give it"
          + " two more, or let dbintel have a pool of its own by .url(…); it is tried again by"
          + " itself."),
  /** The borrowed DataSource, or this target, was closed. */
  POOL_CLOSED(
      "the pool is closed", HealthStatus.DOWN, "Close dbintel before the DataSource it borrowed."),
  /** Anything else. */
  OTHER(
      "the server or the driver reported an error",
      HealthStatus.DOWN,
      "See the log of the server for what it reported.");

  /** Chains of causes may be rings. */
  private static final int MAX_CAUSES = 16;

  private final String meaning;
  private final HealthStatus status;
  private final String remedy;

  ErrorClass(String meaning, HealthStatus status, String remedy) {
    this.meaning = meaning;
    this.status = status;
    this.remedy = remedy;
  }

  /** What health shows of it. */
  HealthStatus status() {
    return status;
  }

  /** What an operator can do about it, and whether it is tried again; never empty. */
  String remedy() {
    return remedy;
  }

  /** The class in snake_case, as a metric label or a health reason. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it means, in a few words, for a message. */
  String meaning() {
    return meaning;
  }

  /** True if the server must be asked anew who it is. */
  public boolean isConnectionLoss() {
    return switch (this) {
      case CONNECTION_LOST, CONNECTION_REJECTED, TLS_FAILED, SHUTTING_DOWN, NOT_LENT -> true;
      default -> false;
    };
  }

  /** True if the error may be an outdated idea of what the server offers. */
  public boolean doubtsFeatures() {
    return this == MISSING_OBJECT || this == SYNTAX || this == PERMISSION || this == READ_ONLY;
  }

  /** The class of an error. */
  public static ErrorClass of(SQLException error) {
    if (error instanceof DatabaseException ours) {
      return ours.errorClass();
    }
    ErrorClass byState = ofSqlState(error.getSQLState());
    if (byState == CONNECTION_LOST && isHandshake(error)) {
      return TLS_FAILED;
    }
    if (byState != OTHER) {
      return byState;
    }
    if (error instanceof SQLTimeoutException) {
      return TIMEOUT;
    }
    if (error instanceof SQLRecoverableException
        || error instanceof SQLNonTransientConnectionException
        || error instanceof SQLTransientConnectionException) {
      return CONNECTION_LOST;
    }
    return OTHER;
  }

  /** Whether the connection was lost to TLS, and not to the network. */
  private static boolean isHandshake(SQLException error) {
    Throwable cause = error.getCause();
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof SSLHandshakeException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** The class of a SQLSTATE; {@link #OTHER} for none and for one not known. */
  public static ErrorClass ofSqlState(@Nullable String state) {
    if (state == null || state.length() != 5) {
      return OTHER;
    }
    return switch (state) {
      case "57014", "55P03", "25P03", "25P04" -> TIMEOUT;
      case "57P01", "57P02", "57P03", "57P05" -> SHUTTING_DOWN;
      case "53300" -> TOO_MANY_CONNECTIONS;
      case "42501" -> PERMISSION;
      case "25006" -> READ_ONLY;
      case "42P01", "42883", "42703", "42704", "3F000", "58P01", "0A000" -> MISSING_OBJECT;
      case "3D000" -> MISSING_OBJECT;
      case "42601", "42P02" -> SYNTAX;
      // PostgreSQL's driver, when the server has no TLS or wants what the driver cannot do.
      case "08004" -> CONNECTION_REJECTED;
      default ->
          switch (state.substring(0, 2)) {
            case "08" -> CONNECTION_LOST;
            case "28" -> AUTHENTICATION;
            default -> OTHER;
          };
    };
  }
}
