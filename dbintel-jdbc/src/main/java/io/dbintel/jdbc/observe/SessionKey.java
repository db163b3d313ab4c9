package io.dbintel.jdbc.observe;

/**
 * Who a session is. Process ids are used again, so the id alone does not tell two sessions apart.
 *
 * @param pid the server's id of the session, at least 0; 0 stands for a transaction without a
 *     session, such as a prepared one
 * @param startEpochMicros when the session began, in microseconds since 1970-01-01T00:00Z; 0 if
 *     that is not known
 */
public record SessionKey(int pid, long startEpochMicros) {
  /** Whatever holds a lock and has no session: a prepared transaction. */
  public static final SessionKey NO_SESSION = new SessionKey(0, 0);
}
