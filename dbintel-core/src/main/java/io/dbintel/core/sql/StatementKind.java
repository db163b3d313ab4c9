package io.dbintel.core.sql;

/**
 * What a statement does, as far as its leading words tell. A closed set, small enough for a metric
 * label. Immutable and thread-safe.
 */
public enum StatementKind {
  /** {@code SELECT} and {@code TABLE}, also where a {@code WITH} clause modifies data. */
  SELECT,
  /** {@code INSERT}. */
  INSERT,
  /** {@code REPLACE} of MySQL. */
  REPLACE,
  /** {@code UPDATE}. */
  UPDATE,
  /** {@code DELETE}. */
  DELETE,
  /** {@code MERGE}. */
  MERGE,
  /** {@code VALUES} as a statement of its own. */
  VALUES,
  /** {@code CALL}. */
  CALL,
  /** {@code DO}. */
  DO,
  /** {@code COPY}, in either direction, and {@code LOAD}. */
  COPY,
  /**
   * {@code EXPLAIN} and {@code DESCRIBE}, whatever it explains and whether or not it executes it.
   */
  EXPLAIN,
  /** {@code PREPARE} and {@code DEALLOCATE} of a statement. */
  PREPARE,
  /** {@code EXECUTE}. */
  EXECUTE,
  /** {@code BEGIN}, {@code COMMIT}, {@code SAVEPOINT}, two-phase commit, and the like. */
  TRANSACTION,
  /** {@code SET}, {@code RESET}, {@code DISCARD} and {@code USE}: the session's own state. */
  SET,
  /** {@code SHOW}. */
  SHOW,
  /** {@code LOCK} and {@code UNLOCK}. */
  LOCK,
  /** {@code DECLARE}, {@code FETCH}, {@code MOVE} and {@code CLOSE}. */
  CURSOR,
  /** {@code LISTEN}, {@code UNLISTEN} and {@code NOTIFY}. */
  NOTIFY,
  /** {@code VACUUM}, {@code ANALYZE}, {@code REINDEX}, and what autovacuum reports of itself. */
  MAINTENANCE,
  /** Definitions and rights: {@code CREATE}, {@code ALTER}, {@code DROP}, {@code GRANT}, … */
  DDL,
  /** Commands of the replication protocol. */
  REPLICATION,
  /** A statement that begins with none of the words above. */
  OTHER,
  /** No statement: an empty text, one cut or unreadable before its verb, or a server's notice. */
  UNKNOWN;

  /** Whether a server plans a statement of this kind, and so explains it. */
  boolean hasPlan() {
    return switch (this) {
      case SELECT, INSERT, REPLACE, UPDATE, DELETE, MERGE, VALUES -> true;
      default -> false;
    };
  }
}
