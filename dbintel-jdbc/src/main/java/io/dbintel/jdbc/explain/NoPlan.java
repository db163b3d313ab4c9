package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a statement has no plan, and when it is tried again. */
enum NoPlan {
  /** Our role may not do what the statement does. */
  FORBIDDEN(Duration.ofMinutes(30)),
  /** It runs in a database that this target does not visit. */
  OTHER_DATABASE(Duration.ofMinutes(30)),
  /** Planning it could run a function, an operator or a cast that did not come with the server. */
  USER_FUNCTION(Duration.ofHours(1)),
  /** Planning it could open a connection to another server. */
  FOREIGN_TABLE(Duration.ofHours(1)),
  /** It reaches more tables, indexes and other objects than are looked at. */
  TOO_MANY_OBJECTS(Duration.ofHours(6)),
  /** It is no statement that has a plan. */
  NOT_EXPLAINABLE(null),
  /** The text is more than one statement. */
  MULTIPLE_STATEMENTS(null),
  /** The text is cut, or too long to be sent. */
  TRUNCATED(null),
  /** The server cannot tell the types of the parameters without their values. */
  UNTYPABLE(null),
  /** What the server keeps as the text is not SQL, as with {@code interval $1 day}. */
  NOT_SQL(null),
  /** The text has literals, which a text of the server has not. */
  LITERALS(null),
  /** The text could be read in more than one way. */
  UNSAFE_TEXT(null),
  /** The server shortened a list, and the text does not tell how. */
  SQUASHED_LIST(null),
  /** It has more parameters than we send. */
  TOO_MANY_PARAMETERS(null),
  /** What it names is not on the search path that it runs with, as far as that is known. */
  SEARCH_PATH(Duration.ofHours(1)),
  /** It took longer than it may. */
  TIMEOUT(Duration.ofMinutes(30)),
  /** The plan is larger than is taken. */
  TOO_LARGE(Duration.ofHours(6)),
  /** The server has no text of it. */
  NO_TEXT(Duration.ofMinutes(10)),
  /** Anything else. */
  FAILED(Duration.ofMinutes(30));

  private final @Nullable Duration retry;

  NoPlan(@Nullable Duration retry) {
    this.retry = retry;
  }

  /** As a metric's name and in health: snake_case. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** When it is worth another try; null for never, because it is the text's own. */
  @Nullable Duration retry() {
    return retry;
  }

  /** What an error of the server says about the statement that was to be planned. */
  static NoPlan of(DatabaseException error) {
    if (error.errorClass() == ErrorClass.TIMEOUT) {
      return TIMEOUT;
    }
    String state = error.getSQLState();
    return switch (state == null ? "" : state) {
      case "42501" -> FORBIDDEN;
      case "42601" -> NOT_SQL;
      // The last two: a domain that takes no NULL.
      case "42P18", "42725", "42804", "42P08", "23502", "23514" -> UNTYPABLE;
      case "42P01", "42703", "42704", "42883", "3F000" -> SEARCH_PATH;
      case "34000" -> NOT_EXPLAINABLE;
      default -> FAILED;
    };
  }

  /** Says that a text is not explained. Control flow: it has no stack trace. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final NoPlan reason;

    Refusal(NoPlan reason) {
      super(reason.code(), null, false, false);
      this.reason = reason;
    }

    NoPlan reason() {
      return reason;
    }
  }
}
