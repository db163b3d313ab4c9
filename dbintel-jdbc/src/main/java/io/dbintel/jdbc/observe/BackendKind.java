package io.dbintel.jdbc.observe;

/** On whose behalf a process of the server works. */
public enum BackendKind {
  /** A client's session. */
  CLIENT("client"),
  /** A helper of a client's session, which works on the same statement. */
  PARALLEL_WORKER("parallel_worker"),
  /** Automatic maintenance: autovacuum. */
  MAINTENANCE("maintenance"),
  /** A sender or receiver of a replication stream. */
  REPLICATION("replication"),
  /** Any other process of the server's own. */
  BACKGROUND("background");

  private final String label;

  BackendKind(String label) {
    this.label = label;
  }

  /** The name in attributes: snake_case. */
  public String label() {
    return label;
  }

  /** True if it works on what a client asked for; the others are kept apart. */
  public boolean isForeground() {
    return this == CLIENT || this == PARALLEL_WORKER;
  }
}
