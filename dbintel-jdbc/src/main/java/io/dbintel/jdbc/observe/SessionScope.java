package io.dbintel.jdbc.observe;

/** Whose time is added up. */
public enum SessionScope {
  /** Sessions that run something a client asked for: DB time. */
  DB_TIME,
  /** Sessions that hold a transaction open while they wait for their client. */
  IDLE_IN_TRANSACTION,
  /** Processes of the server's own that do not idle. */
  BACKGROUND,
  /** All of these. */
  ALL;

  boolean includes(BackendKind kind, SessionState state) {
    return switch (this) {
      case DB_TIME -> kind.isForeground() && state.isRunning();
      case IDLE_IN_TRANSACTION -> kind.isForeground() && state.isIdleInTransaction();
      case BACKGROUND -> !kind.isForeground() && state != SessionState.IDLE;
      case ALL -> state != SessionState.IDLE;
    };
  }
}
