package io.dbintel.jdbc.postgresql;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import io.dbintel.core.event.AttrKey;
import java.util.Set;

/**
 * Attributes that only PostgreSQL has. The names are those of the OpenTelemetry collector's
 * receiver; times are in seconds, and a process id is a number.
 */
public final class PostgresAttributes {
  private PostgresAttributes() {}

  /** Process id of the session's backend. */
  public static final AttrKey<Long> PID =
      AttrKey.ofLong("postgresql.pid", "", DEVELOPMENT, "Process id of the backend.");

  /** {@code pg_stat_activity.state}. */
  public static final AttrKey<String> STATE =
      AttrKey.ofString("postgresql.state", DEVELOPMENT, "State of the backend.");

  /** {@code pg_stat_activity.wait_event_type}; absent if it waits for nothing. */
  public static final AttrKey<String> WAIT_EVENT_TYPE =
      AttrKey.ofString("postgresql.wait_event_type", DEVELOPMENT, "Class of the wait.");

  /** {@code pg_stat_activity.wait_event}; absent if it waits for nothing. */
  public static final AttrKey<String> WAIT_EVENT =
      AttrKey.ofString("postgresql.wait_event", DEVELOPMENT, "What is waited for.");

  /** {@code pg_stat_activity.query_id}: a text, because not every reader keeps 64 bits. */
  public static final AttrKey<String> QUERY_ID =
      AttrKey.ofString("postgresql.query_id", DEVELOPMENT, "The server's id of the statement.");

  /** {@code pg_stat_activity.application_name}, as far as it looks like a name. */
  public static final AttrKey<String> APPLICATION_NAME =
      AttrKey.ofString("postgresql.application_name", DEVELOPMENT, "What the client says it is.");

  /** {@code pg_blocking_pids}, written as the server writes an array: <code>{1,2}</code>. */
  public static final AttrKey<String> BLOCKING_PIDS =
      AttrKey.ofString("postgresql.blocking.pids", DEVELOPMENT, "Sessions waited for; at most 32.");

  /** Since {@code pg_locks.waitstart}. */
  public static final AttrKey<Double> BLOCKING_WAIT_DURATION =
      AttrKey.ofDouble(
          "postgresql.blocking.wait_duration",
          "s",
          DEVELOPMENT,
          "How long the lock was waited for.");

  /** {@code pg_locks.mode}. */
  public static final AttrKey<String> BLOCKING_LOCK_MODE =
      AttrKey.ofString(
          "postgresql.blocking.lock.mode", DEVELOPMENT, "Mode of the lock waited for.");

  /** {@code pg_locks.locktype}. */
  public static final AttrKey<String> BLOCKING_LOCK_TYPE =
      AttrKey.ofString("postgresql.blocking.lock.type", DEVELOPMENT, "What the lock is on.");

  /** The table or index; absent if it is none, or one of another database than is read from. */
  public static final AttrKey<String> BLOCKING_LOCK_RELATION =
      AttrKey.ofString("postgresql.blocking.lock.relation", DEVELOPMENT, "The relation locked.");

  /** All of the above. */
  public static Set<AttrKey<?>> all() {
    return Set.of(
        PID,
        STATE,
        WAIT_EVENT_TYPE,
        WAIT_EVENT,
        QUERY_ID,
        APPLICATION_NAME,
        BLOCKING_PIDS,
        BLOCKING_WAIT_DURATION,
        BLOCKING_LOCK_MODE,
        BLOCKING_LOCK_TYPE,
        BLOCKING_LOCK_RELATION);
  }
}
