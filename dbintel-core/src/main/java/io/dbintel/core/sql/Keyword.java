package io.dbintel.core.sql;

import java.util.Arrays;

/**
 * The words that mean something to classification, summaries, list collapsing or sign folding. All
 * others are {@link #NONE}.
 */
enum Keyword {
  NONE,

  SELECT(StatementKind.SELECT, true),
  TABLE(StatementKind.SELECT),
  INSERT(StatementKind.INSERT),
  UPDATE(StatementKind.UPDATE),
  DELETE(StatementKind.DELETE),
  MERGE(StatementKind.MERGE),
  VALUES(StatementKind.VALUES),
  REPLACE(StatementKind.REPLACE),
  CALL(StatementKind.CALL),
  DO(StatementKind.DO),
  COPY(StatementKind.COPY),
  LOAD(StatementKind.COPY),
  EXPLAIN(StatementKind.EXPLAIN),
  DESCRIBE(StatementKind.EXPLAIN),
  DESC(StatementKind.EXPLAIN),
  PREPARE(StatementKind.PREPARE),
  DEALLOCATE(StatementKind.PREPARE),
  EXECUTE(StatementKind.EXECUTE),
  EXEC(StatementKind.EXECUTE),
  BEGIN(StatementKind.TRANSACTION),
  START(StatementKind.TRANSACTION),
  COMMIT(StatementKind.TRANSACTION),
  END(StatementKind.TRANSACTION),
  ROLLBACK(StatementKind.TRANSACTION),
  ABORT(StatementKind.TRANSACTION),
  SAVEPOINT(StatementKind.TRANSACTION),
  RELEASE(StatementKind.TRANSACTION),
  XA(StatementKind.TRANSACTION),
  SET(StatementKind.SET),
  RESET(StatementKind.SET),
  DISCARD(StatementKind.SET),
  USE(StatementKind.SET),
  SHOW(StatementKind.SHOW),
  LOCK(StatementKind.LOCK),
  UNLOCK(StatementKind.LOCK),
  DECLARE(StatementKind.CURSOR),
  FETCH(StatementKind.CURSOR, true),
  MOVE(StatementKind.CURSOR, true),
  CLOSE(StatementKind.CURSOR),
  HANDLER(StatementKind.CURSOR),
  LISTEN(StatementKind.NOTIFY),
  UNLISTEN(StatementKind.NOTIFY),
  NOTIFY(StatementKind.NOTIFY),
  VACUUM(StatementKind.MAINTENANCE),
  ANALYZE(StatementKind.MAINTENANCE),
  ANALYSE(StatementKind.MAINTENANCE),
  CLUSTER(StatementKind.MAINTENANCE),
  REINDEX(StatementKind.MAINTENANCE),
  REPACK(StatementKind.MAINTENANCE),
  REFRESH(StatementKind.MAINTENANCE),
  CHECKPOINT(StatementKind.MAINTENANCE),
  AUTOVACUUM(StatementKind.MAINTENANCE),
  OPTIMIZE(StatementKind.MAINTENANCE),
  REPAIR(StatementKind.MAINTENANCE),
  CHECKSUM(StatementKind.MAINTENANCE),
  FLUSH(StatementKind.MAINTENANCE),
  KILL(StatementKind.MAINTENANCE),
  PURGE(StatementKind.MAINTENANCE),
  CREATE(StatementKind.DDL),
  ALTER(StatementKind.DDL),
  DROP(StatementKind.DDL),
  TRUNCATE(StatementKind.DDL),
  RENAME(StatementKind.DDL),
  COMMENT(StatementKind.DDL),
  SECURITY(StatementKind.DDL),
  GRANT(StatementKind.DDL),
  REVOKE(StatementKind.DDL),
  REASSIGN(StatementKind.DDL),
  IMPORT(StatementKind.DDL),
  START_REPLICATION(StatementKind.REPLICATION),
  IDENTIFY_SYSTEM(StatementKind.REPLICATION),
  BASE_BACKUP(StatementKind.REPLICATION),
  TIMELINE_HISTORY(StatementKind.REPLICATION),
  UPLOAD_MANIFEST(StatementKind.REPLICATION),
  CREATE_REPLICATION_SLOT(StatementKind.REPLICATION),
  ALTER_REPLICATION_SLOT(StatementKind.REPLICATION),
  DROP_REPLICATION_SLOT(StatementKind.REPLICATION),
  READ_REPLICATION_SLOT(StatementKind.REPLICATION),

  WITH,
  RECURSIVE,
  TRANSACTION,
  AS,
  INTO,
  JOIN,
  STRAIGHT_JOIN,
  APPLY,
  LATERAL,
  ONLY,
  TABLES,
  INDEX,
  VIEW,
  SCHEMA,
  PROCEDURE,
  FUNCTION,
  TRIGGER,
  SEQUENCE,
  TYPE,
  IF,
  EXISTS,
  CONCURRENTLY,
  TEMP,
  TEMPORARY,
  UNIQUE,
  GLOBAL,
  LOCAL,
  UNLOGGED,
  MATERIALIZED,
  FULLTEXT,
  SPATIAL,
  FOREIGN,
  LOW_PRIORITY,
  HIGH_PRIORITY,
  DELAYED,
  QUICK,
  IGNORE,
  NEXT,
  VALUE,
  ORDER,
  WINDOW,
  UNION,
  INTERSECT,
  EXCEPT,
  MINUS,
  ROLE,
  USER,
  GROUP,
  DATABASE,
  SYSTEM,
  PASSWORD,
  ARRAY,
  NULL,
  TRUE,
  FALSE,

  ALL(true),
  AND(true),
  ANY(true),
  BETWEEN(true),
  BY(true),
  CASE(true),
  DEFAULT(true),
  DISTINCT(true),
  ELSE(true),
  ESCAPE(true),
  FOR(true),
  FROM(true),
  HAVING(true),
  ILIKE(true),
  IN(true),
  IS(true),
  LIKE(true),
  LIMIT(true),
  NOT(true),
  OFFSET(true),
  ON(true),
  OR(true),
  RETURN(true),
  RETURNING(true),
  SOME(true),
  SYMMETRIC(true),
  THEN(true),
  TO(true),
  WHEN(true),
  WHERE(true);

  private static final int PACKED = Long.BYTES;
  private static final int MASK = 1023;
  private static final Keyword[] BY_HASH = new Keyword[MASK + 1];
  private static final long[] TAILS = new long[MASK + 1];

  static {
    Arrays.fill(BY_HASH, NONE);
    for (Keyword keyword : values()) {
      long tail = 0;
      for (char c : keyword.name().toCharArray()) {
        tail = tail << Byte.SIZE | lower(c);
      }
      int slot = slot(tail);
      while (BY_HASH[slot] != NONE) {
        slot = (slot + 1) & MASK;
      }
      if (keyword != NONE) {
        BY_HASH[slot] = keyword;
        TAILS[slot] = tail;
      }
    }
  }

  private final StatementKind kind;
  private final boolean beforeOperand;
  private final int length = name().length();
  private final boolean plain;

  Keyword() {
    this(StatementKind.OTHER, false);
  }

  Keyword(boolean beforeOperand) {
    this(StatementKind.OTHER, beforeOperand);
  }

  Keyword(StatementKind kind) {
    this(kind, false);
  }

  Keyword(StatementKind kind, boolean beforeOperand) {
    this.kind = kind;
    this.beforeOperand = beforeOperand;
    this.plain =
        switch (name()) {
          case "NONE", "AND", "ANY", "BETWEEN", "BY", "CASE", "ELSE", "END", "ESCAPE" -> true;
          case "ILIKE", "IN", "IS", "LIKE", "NOT", "ON", "OR", "SOME", "THEN", "TO", "WHEN" -> true;
          case "DISTINCT", "ALL", "AS", "DESC", "SET", "TYPE", "KEY", "DEFAULT" -> true;
          default -> false;
        };
  }

  /** The kind of a statement that begins with this word. */
  StatementKind kind() {
    return kind;
  }

  /** Whether a minus after this word has no left operand. */
  boolean beforeOperand() {
    return beforeOperand;
  }

  /** Whether a bracket after this word opens a list. */
  boolean opensList() {
    return this == IN || this == VALUES || this == ARRAY;
  }

  /** Whether this word, once a statement has begun, is a word like any other. */
  boolean isPlain() {
    return plain;
  }

  /** Whether a statement may follow a {@code WITH} clause beginning with this word. */
  boolean startsQuery() {
    return switch (kind) {
      case SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES -> true;
      default -> false;
    };
  }

  /** Whether this word is a constant, unless it belongs to a test such as {@code IS NULL}. */
  boolean isConstant() {
    return this == NULL || this == TRUE || this == FALSE;
  }

  /**
   * The keyword spelt, in any case, by an ASCII word.
   *
   * @param tail the word's last eight characters, or all, in lower case, one byte each
   */
  static Keyword of(char[] text, int start, int end, long tail) {
    int slot = slot(tail);
    while (BY_HASH[slot] != NONE) {
      if (TAILS[slot] == tail && BY_HASH[slot].isTold(text, start, end)) {
        return BY_HASH[slot];
      }
      slot = (slot + 1) & MASK;
    }
    return NONE;
  }

  /** Whether this keyword is spelt by a word with its last eight characters. */
  private boolean isTold(char[] text, int start, int end) {
    return length <= PACKED ? end - start <= PACKED : isSpelt(text, start, end);
  }

  private boolean isSpelt(char[] text, int start, int end) {
    String name = name();
    if (name.length() != end - start) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (lower(text[start + i]) != lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int slot(long tail) {
    return (int) ((tail * 0x9E3779B97F4A7C15L) >>> 54);
  }

  /** ASCII only: the server folds other letters by its locale or not at all. */
  private static int lower(char c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }
}
