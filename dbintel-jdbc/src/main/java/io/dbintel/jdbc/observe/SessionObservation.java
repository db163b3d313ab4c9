package io.dbintel.jdbc.observe;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One session as one sample showed it. Immutable and thread-safe.
 *
 * @param session who it is
 * @param kind on whose behalf it works
 * @param owner to whom it belongs
 * @param state what it is doing
 * @param waitEvent what it waits for; {@link Wait#CPU} if it runs and waits for nothing
 * @param query what it runs or ran last; null if that is not known
 * @param ages how long it has been at it
 * @param leaderPid the session it helps, if it is a parallel worker; else 0
 * @param blockers ids of the sessions it waits for; 0 is a prepared transaction; empty unless it
 *     waits for a lock
 * @param lock the lock it waits for; null unless it waits for one
 */
public record SessionObservation(
    SessionKey session,
    BackendKind kind,
    SessionOwner owner,
    SessionState state,
    Wait waitEvent,
    @Nullable QueryRef query,
    SessionAges ages,
    int leaderPid,
    List<Integer> blockers,
    @Nullable LockWait lock) {

  /** Checks that nothing is missing, and copies the list. */
  public SessionObservation {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(waitEvent, "waitEvent");
    Objects.requireNonNull(ages, "ages");
    blockers = List.copyOf(blockers);
  }

  /** A client's session that is known only by who it is and what it does. */
  public static SessionObservation of(SessionKey session, SessionState state, Wait wait) {
    return new SessionObservation(
        session,
        BackendKind.CLIENT,
        SessionOwner.NONE,
        state,
        wait,
        null,
        SessionAges.UNKNOWN,
        0,
        List.of(),
        null);
  }

  /** The session's id on the server. */
  public int pid() {
    return session.pid();
  }

  /** True if its time is DB time: it runs something that a client asked for. */
  public boolean isDbTime() {
    return kind.isForeground() && state.isRunning();
  }

  /**
   * True if time passes in it that an operator wants to know of: it runs, holds a transaction open,
   * or works on the server's behalf. A session that waits for its client outside a transaction, and
   * a process of the server that waits for work, do not count.
   */
  public boolean counts() {
    return state != SessionState.IDLE && !waitEvent.type().equals(Wait.ACTIVITY);
  }

  /** True if the other is the same session doing the same. */
  boolean isSameDoingAs(SessionObservation other) {
    return state == other.state
        && waitEvent.equals(other.waitEvent)
        && Objects.equals(query, other.query)
        && owner.equals(other.owner)
        && kind == other.kind
        && isSameLock(lock, other.lock);
  }

  private static boolean isSameLock(@Nullable LockWait a, @Nullable LockWait b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.isSameAs(b);
  }
}
