package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.BackendKind;
import io.dbintel.jdbc.observe.LockWait;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.observe.SessionAges;
import io.dbintel.jdbc.observe.SessionKey;
import io.dbintel.jdbc.observe.SessionObservation;
import io.dbintel.jdbc.observe.SessionOwner;
import io.dbintel.jdbc.observe.SessionState;
import io.dbintel.jdbc.observe.Wait;
import io.dbintel.jdbc.pool.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one sample, as observations. What is null where the server has nothing to say is
 * taken for that; what cannot be is left to {@link Row} to refuse. Used for one sample.
 */
final class SessionRows {
  /** As many characters as the statement asks for; a longer text was cut. */
  private static final int MAX_QUERY_CHARACTERS = 16_384;

  /** How many blockers of one session are kept: the one that counts is among the first. */
  private static final int MAX_BLOCKERS = 256;

  private final QueryTexts texts;
  private final long truncatedFromBytes;
  private final int maxSessions;
  private final List<SessionObservation> sessions = new ArrayList<>();
  private long idle;
  private long hidden;
  private long unaskedWaiters;
  private long beyondLimit;
  private double oldestTransactionSeconds;

  /**
   * No rows yet.
   *
   * @param truncatedFromBytes how long a text is that the server has cut, at least
   */
  SessionRows(QueryTexts texts, long truncatedFromBytes, int maxSessions) {
    this.texts = texts;
    this.truncatedFromBytes = truncatedFromBytes;
    this.maxSessions = maxSessions;
  }

  void add(Row row) throws SQLException {
    idle = row.count("idle_sessions");
    hidden = row.count("hidden_sessions");
    unaskedWaiters = row.count("unasked_waiters");
    if (row.integerOr("pid", 0) == 0) {
      return;
    }
    if (sessions.size() == maxSessions) {
      beyondLimit++;
      return;
    }
    SessionObservation seen = session(row);
    sessions.add(seen);
    double age = seen.ages().transaction();
    oldestTransactionSeconds = Math.max(oldestTransactionSeconds, Double.isNaN(age) ? 0 : age);
  }

  /** The sessions that do something, or are in somebody's way. */
  List<SessionObservation> sessions() {
    return sessions;
  }

  /** How many clients' sessions wait for their clients. */
  long idle() {
    return idle;
  }

  /** How many sessions our role may not see. */
  long hidden() {
    return hidden;
  }

  /** How many wait for a lock without our having asked for whom: too many did. */
  long unaskedWaiters() {
    return unaskedWaiters;
  }

  /** How many sessions were too many to look at. */
  long beyondLimit() {
    return beyondLimit;
  }

  double oldestTransactionSeconds() {
    return oldestTransactionSeconds;
  }

  private SessionObservation session(Row row) throws SQLException {
    BackendKind kind = kind(row.textOrNull("backend_type"));
    SessionState state = state(row.textOrNull("state"), kind);
    SessionOwner owner =
        new SessionOwner(
            SafeName.of(row.textOrNull("database_name")),
            SafeName.of(row.textOrNull("user_name")),
            SafeName.of(row.textOrNull("application_name")),
            address(row.textOrNull("client_address")));
    return new SessionObservation(
        new SessionKey((int) row.integer("pid", 1, Integer.MAX_VALUE), row.count("start_micros")),
        kind,
        owner,
        state,
        waitEvent(row.textOrNull("wait_event_type"), row.textOrNull("wait_event"), state),
        query(row, owner.database()),
        new SessionAges(
            seconds(row, "transaction_seconds"),
            seconds(row, "query_seconds"),
            seconds(row, "state_seconds")),
        (int) Math.max(0, Math.min(Integer.MAX_VALUE, row.integerOr("leader_pid", 0))),
        blockers(row.integers("blockers")),
        lock(row));
  }

  private @Nullable QueryRef query(Row row, String database) throws SQLException {
    String raw = row.textOrNull("query_text");
    boolean truncated =
        raw != null
            && (row.countOr("query_bytes", 0) >= truncatedFromBytes
                || raw.codePointCount(0, raw.length()) >= MAX_QUERY_CHARACTERS);
    return texts.of(row.integerOr("query_id", 0), database, raw, truncated);
  }

  private static @Nullable LockWait lock(Row row) throws SQLException {
    String mode = row.textOrNull("lock_mode");
    String type = row.textOrNull("lock_type");
    if (mode == null || type == null) {
      return null;
    }
    String relation = SafeName.of(row.textOrNull("lock_relation"));
    return new LockWait(
        SafeName.of(mode), SafeName.of(type), relation, seconds(row, "lock_seconds"));
  }

  /** The server's clock may be set back: an age is at least 0. */
  private static double seconds(Row row, String column) throws SQLException {
    double seconds = row.numberOr(column, Double.NaN);
    return Double.isNaN(seconds) ? seconds : Math.max(0, seconds);
  }

  private static List<Integer> blockers(long[] pids) {
    List<Integer> blockers = new ArrayList<>();
    for (long pid : pids) {
      if (pid >= 0 && pid <= Integer.MAX_VALUE && blockers.size() < MAX_BLOCKERS) {
        blockers.add((int) pid);
      }
    }
    return blockers;
  }

  private static Wait waitEvent(@Nullable String type, @Nullable String event, SessionState state) {
    if (type != null && event != null) {
      return new Wait(SafeName.of(type), SafeName.of(event));
    }
    boolean runs = state.isRunning() || state == SessionState.BACKGROUND;
    return runs ? Wait.CPU : Wait.NONE;
  }

  private static SessionState state(@Nullable String name, BackendKind kind) {
    if (name == null) {
      return kind.isForeground() ? SessionState.UNKNOWN : SessionState.BACKGROUND;
    }
    return switch (name) {
      case "active" -> SessionState.ACTIVE;
      case "idle" -> SessionState.IDLE;
      case "idle in transaction" -> SessionState.IDLE_IN_TRANSACTION;
      case "idle in transaction (aborted)" -> SessionState.IDLE_IN_TRANSACTION_ABORTED;
      case "fastpath function call" -> SessionState.FASTPATH;
      default -> SessionState.UNKNOWN;
    };
  }

  private static BackendKind kind(@Nullable String type) {
    if (type == null) {
      return BackendKind.CLIENT;
    }
    return switch (type) {
      case "client backend" -> BackendKind.CLIENT;
      case "parallel worker" -> BackendKind.PARALLEL_WORKER;
      case "autovacuum worker", "autovacuum launcher" -> BackendKind.MAINTENANCE;
      case "walsender", "walreceiver" -> BackendKind.REPLICATION;
      default ->
          type.startsWith("logical replication") ? BackendKind.REPLICATION : BackendKind.BACKGROUND;
    };
  }

  /** The server writes nothing but an address here; whatever else it is does not pass. */
  private static String address(@Nullable String text) {
    if (text == null || text.length() > 45) {
      return "";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != '.' && c != ':') {
        return "";
      }
    }
    return text;
  }
}
