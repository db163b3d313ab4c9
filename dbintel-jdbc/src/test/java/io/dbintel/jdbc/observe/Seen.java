package io.dbintel.jdbc.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds observations for tests. */
final class Seen {
  private SessionKey key;
  private BackendKind kind = BackendKind.CLIENT;
  private SessionOwner owner = SessionOwner.NONE;
  private SessionState state = SessionState.ACTIVE;
  private Wait waitEvent = Wait.CPU;
  private @Nullable QueryRef query;
  private int leaderPid;
  private List<Integer> blockers = List.of();
  private @Nullable LockWait lock;

  private Seen(int pid) {
    key = new SessionKey(pid, 1_000_000L + pid);
  }

  static Seen pid(int pid) {
    return new Seen(pid);
  }

  Seen startedAt(long epochMicros) {
    key = new SessionKey(key.pid(), epochMicros);
    return this;
  }

  Seen kind(BackendKind newKind) {
    kind = newKind;
    return this;
  }

  Seen application(String name) {
    owner = new SessionOwner("db", "me", name, "127.0.0.1");
    return this;
  }

  Seen state(SessionState newState) {
    state = newState;
    return this;
  }

  Seen waits(String type, String event) {
    waitEvent = new Wait(type, event);
    return this;
  }

  Seen runs(String fingerprint) {
    query = new QueryRef(0, fingerprint, "text of " + fingerprint, null, false);
    return this;
  }

  Seen helps(int leader) {
    leaderPid = leader;
    kind = BackendKind.PARALLEL_WORKER;
    return this;
  }

  Seen blockedBy(Integer... pids) {
    blockers = List.of(pids);
    waitEvent = new Wait(Wait.LOCK, "transactionid");
    lock = new LockWait("ShareLock", "transactionid", "", 1.0);
    return this;
  }

  SessionObservation now() {
    return new SessionObservation(
        key, kind, owner, state, waitEvent, query, SessionAges.UNKNOWN, leaderPid, blockers, lock);
  }
}
