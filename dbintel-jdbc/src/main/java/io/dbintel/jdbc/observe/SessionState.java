package io.dbintel.jdbc.observe;

/** What a session is doing, as the server reports it. */
public enum SessionState {
  /** Runs a statement. */
  ACTIVE("active"),
  /** Runs a fast-path function call, which is running, too. */
  FASTPATH("fastpath function call"),
  /** Waits for its client, and has a transaction open. */
  IDLE_IN_TRANSACTION("idle in transaction"),
  /** Waits for its client, and has a failed transaction open. */
  IDLE_IN_TRANSACTION_ABORTED("idle in transaction (aborted)"),
  /** Waits for its client. */
  IDLE("idle"),
  /** A process of the server's own that reports no state. */
  BACKGROUND("background"),
  /** The server does not say: tracking is off, or the privilege is missing. */
  UNKNOWN("unknown");

  private final String label;

  SessionState(String label) {
    this.label = label;
  }

  /** The name that servers and dashboards use. */
  public String label() {
    return label;
  }

  /** True if the session runs a statement: its time is DB time. */
  public boolean isRunning() {
    return this == ACTIVE || this == FASTPATH;
  }

  /** True if the session holds a transaction open while it waits for its client. */
  public boolean isIdleInTransaction() {
    return this == IDLE_IN_TRANSACTION || this == IDLE_IN_TRANSACTION_ABORTED;
  }
}
