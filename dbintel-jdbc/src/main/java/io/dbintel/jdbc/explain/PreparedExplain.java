package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.explain.NoPlan.Refusal;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server how it would run a statement whatever its parameters, in one way on all versions:
 * the statement is prepared, which analyses it and runs nothing; then the server is asked what
 * planning it could run; only if that is its own, it is planned. Preparing comes first because it
 * settles which functions and operators are meant and locks the tables: what somebody creates
 * between the question and the plan is too late to be meant.
 *
 * <p>There are always 0, 4, 16, 64 or 256 parameters, those beyond the statement's own being
 * integers: the server keeps an entry for each number of NULLs. Stateless and thread-safe.
 */
final class PreparedExplain {
  private static final long MAX_OBJECTS = 20_000;
  private static final Duration LOCKED = Duration.ofMillis(100);
  private static final String ALREADY_PREPARED = "42P05";

  private static final SqlResource SAVEPOINT = resource("explain-savepoint");
  private static final SqlResource BACK = resource("explain-back");
  private static final SqlResource SETTINGS = resource("explain-settings");
  private static final SqlResource PREPARE = resource("explain-prepare");
  private static final SqlResource OWN_PATH = resource("explain-own-path");
  private static final SqlResource CHECK = resource("explain-check");
  private static final SqlResource PLAN = resource("explain-plan");
  private static final SqlResource PLAN_BY_HELPER = resource("explain-plan-helper");
  private static final SqlResource DEALLOCATE = resource("explain-deallocate");

  private final SqlResource settings;
  private final SqlResource check;
  private final @Nullable SqlResource helper;

  /** What the server says of a statement that is prepared. */
  private record Checked(
      long parameters, long objects, boolean userFunction, boolean foreignTable) {}

  /** A plan as the server prints it, and what an index would do that does not exist. */
  record Explained(String plan, @Nullable IndexTrial trial) {}

  PreparedExplain(ExplainConfig config) {
    settings =
        SETTINGS
            .with("statement_timeout", Long.toString(config.planTimeout().toMillis()))
            .with("lock_timeout", Long.toString(LOCKED.toMillis()));
    check = CHECK.with("trusted", Hex.of(config.trustedSchemas()));
    String function = config.helper();
    helper = function == null ? null : PLAN_BY_HELPER.with("helper", qualified(function));
  }

  /**
   * Where an index may be tried in the database that is read; null for nowhere.
   *
   * @throws DatabaseException if the connection is lost or the collection was given up
   */
  static @Nullable HypotheticalIndexes indexes(Reading reading) throws DatabaseException {
    send(reading, SAVEPOINT);
    try {
      return HypotheticalIndexes.find(reading);
    } catch (DatabaseException error) {
      if (error.errorClass().isConnectionLoss() || error.getSQLState() == null) {
        throw error;
      }
      send(reading, BACK);
      return null;
    }
  }

  /**
   * The plan as the server prints it.
   *
   * @param indexes where an index may be tried; null for nowhere
   * @throws Refusal if there is none, with the reason; the transaction can go on
   * @throws DatabaseException if the connection is lost or the collection was given up
   */
  Explained explain(
      Reading reading, StatementState.Text text, @Nullable HypotheticalIndexes indexes)
      throws DatabaseException, Refusal {
    send(reading, SAVEPOINT);
    try {
      return prepared(reading, text, indexes);
    } catch (DatabaseException error) {
      if (error.errorClass().isConnectionLoss() || error.getSQLState() == null) {
        throw error;
      }
      throw new Refusal(NoPlan.of(error));
    } finally {
      clean(reading);
    }
  }

  private Explained prepared(
      Reading reading, StatementState.Text text, @Nullable HypotheticalIndexes indexes)
      throws DatabaseException, Refusal {
    SqlResource path = settings.with("path", Hex.of(text.searchPath()));
    int own = text.statement().parameters();
    int all = padded(own);
    SqlResource prepare =
        PREPARE
            .with("types", list("pg_catalog.unknown", own, "pg_catalog.int4", all - own))
            .with("statement", text.statement().text());
    reading.afterRollback(DEALLOCATE);
    send(reading, path);
    try {
      send(reading, prepare);
    } catch (DatabaseException error) {
      if (!ALREADY_PREPARED.equals(error.getSQLState())) {
        throw error;
      }
      send(reading, BACK);
      send(reading, DEALLOCATE);
      send(reading, path);
      send(reading, prepare);
    }
    send(reading, OWN_PATH);
    check(reading, text.statement(), all);
    send(reading, path);
    String plan = plan(reading, all);
    return new Explained(plan, indexes == null ? null : trial(reading, indexes, plan, all));
  }

  /** What fails here costs no plan: it is there already. */
  private @Nullable IndexTrial trial(
      Reading reading, HypotheticalIndexes indexes, String plan, int parameters)
      throws DatabaseException {
    try {
      return indexes.tried(reading, plan, () -> plan(reading, parameters), DEALLOCATE);
    } catch (Refusal tooLarge) {
      indexes.reset(reading, DEALLOCATE);
      return null;
    } catch (DatabaseException error) {
      if (error.errorClass().isConnectionLoss() || error.getSQLState() == null) {
        throw error;
      }
      send(reading, BACK);
      indexes.reset(reading, DEALLOCATE);
      return null;
    }
  }

  private void check(Reading reading, Explainable statement, int parameters)
      throws DatabaseException, Refusal {
    SqlResource sql =
        check
            .with("names", Hex.of(statement.names()))
            .with("calls", Hex.of(statement.calls()))
            .with("members", Hex.of(statement.members()))
            .with("operators", Hex.of(statement.operators()));
    Checked[] answer = new Checked[1];
    long rows =
        reading.plain(
            sql,
            row ->
                answer[0] =
                    new Checked(
                        row.integer("parameters"),
                        row.count("objects"),
                        row.flag("user_function"),
                        row.flag("foreign_table")));
    Checked checked = answer[0];
    if (rows != 1 || checked == null || checked.parameters() != parameters) {
      throw new Refusal(NoPlan.FAILED);
    }
    if (checked.objects() > MAX_OBJECTS) {
      throw new Refusal(NoPlan.TOO_MANY_OBJECTS);
    }
    if (checked.userFunction()) {
      throw new Refusal(NoPlan.USER_FUNCTION);
    }
    if (checked.foreignTable()) {
      throw new Refusal(NoPlan.FOREIGN_TABLE);
    }
  }

  private String plan(Reading reading, int parameters) throws DatabaseException, Refusal {
    SqlResource sql =
        helper == null
            ? PLAN.with("parameters", list("null", parameters, "", 0))
            : helper.with("parameters", Integer.toString(parameters));
    String[] plan = new String[1];
    long unused = reading.plain(sql, row -> plan[0] = row.printed("QUERY PLAN"));
    if (plan[0] == null) {
      throw new Refusal(NoPlan.TOO_LARGE);
    }
    return plan[0];
  }

  /**
   * Whatever cannot be cleaned here is cleaned after the transaction, or goes with the connection.
   */
  private static void clean(Reading reading) throws DatabaseException {
    send(reading, BACK);
    try {
      send(reading, DEALLOCATE);
    } catch (DatabaseException neverPrepared) {
      send(reading, BACK);
    }
    reading.afterRollback(null);
  }

  private static void send(Reading reading, SqlResource sql) throws DatabaseException {
    long unused = reading.plain(sql, row -> {});
  }

  private static SqlResource resource(String name) {
    return SqlResource.of(PreparedExplain.class, name);
  }

  private static int padded(int parameters) {
    int padded = parameters == 0 ? 0 : 4;
    while (padded < parameters) {
      padded *= 4;
    }
    return padded;
  }

  /** In parentheses so many of one, then so many of another; nothing if there are none. */
  private static String list(String one, int ones, String other, int others) {
    List<String> items = new ArrayList<>(Collections.nCopies(ones, one));
    items.addAll(Collections.nCopies(others, other));
    return items.isEmpty() ? "" : "(" + String.join(", ", items) + ")";
  }

  private static String qualified(String function) {
    int dot = function.indexOf('.');
    return SqlResource.identifier(function.substring(0, dot))
        + '.'
        + SqlResource.identifier(function.substring(dot + 1));
  }
}
