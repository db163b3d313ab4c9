package io.dbintel.jdbc.observe;

/** A column of rows whose values repeat: a number in the row, the value once. */
enum HistoryColumn {
  WAIT,
  QUERY,
  DATABASE,
  USER,
  APPLICATION,
  CLIENT,
  LOCK;

  private static final QueryRef NO_QUERY = new QueryRef(0, "", null, null, false);
  private static final LockWait NO_LOCK = new LockWait("", "", "", Double.NaN);

  /** What the column keeps of an observation. */
  Object valueOf(SessionObservation seen) {
    return switch (this) {
      case WAIT -> seen.waitEvent();
      case QUERY -> seen.query() == null ? NO_QUERY : seen.query();
      case DATABASE -> seen.owner().database();
      case USER -> seen.owner().user();
      case APPLICATION -> seen.owner().application();
      case CLIENT -> seen.owner().client();
      case LOCK -> withoutAge(seen);
    };
  }

  /** The wait itself; how long it lasts is a column of its own. */
  private static LockWait withoutAge(SessionObservation seen) {
    LockWait lock = seen.lock();
    return lock == null
        ? NO_LOCK
        : new LockWait(lock.mode(), lock.type(), lock.relation(), Double.NaN);
  }
}
