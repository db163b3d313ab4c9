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
  /** {@code COPY}, in either direction. */
  COPY,
  /** {@code EXPLAIN}, whatever it explains and whether or not it executes it. */
  EXPLAIN,
  /** {@code PREPARE} and {@code DEALLOCATE} of a statement. */
  PREPARE,
  /** {@code EXECUTE}. */
  EXECUTE,
  /** {@code BEGIN}, {@code COMMIT}, {@code SAVEPOINT}, two-phase commit, and the like. */
  TRANSACTION,
  /** {@code SET}, {@code RESET} and {@code DISCARD}: the session's own state. */
  SET,
  /** {@code SHOW}. */
  SHOW,
  /** {@code LOCK}. */
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
  UNKNOWN
}
