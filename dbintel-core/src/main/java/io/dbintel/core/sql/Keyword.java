package io.dbintel.core.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words that mean something to classification, list collapsing or sign folding. All others are
 * {@link #NONE}.
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
  CALL(StatementKind.CALL),
  DO(StatementKind.DO),
  COPY(StatementKind.COPY),
  EXPLAIN(StatementKind.EXPLAIN),
  PREPARE(StatementKind.PREPARE),
  DEALLOCATE(StatementKind.PREPARE),
  EXECUTE(StatementKind.EXECUTE),
  BEGIN(StatementKind.TRANSACTION),
  START(StatementKind.TRANSACTION),
  COMMIT(StatementKind.TRANSACTION),
  END(StatementKind.TRANSACTION),
  ROLLBACK(StatementKind.TRANSACTION),
  ABORT(StatementKind.TRANSACTION),
  SAVEPOINT(StatementKind.TRANSACTION),
  RELEASE(StatementKind.TRANSACTION),
  SET(StatementKind.SET),
  RESET(StatementKind.SET),
  DISCARD(StatementKind.SET),
  SHOW(StatementKind.SHOW),
  LOCK(StatementKind.LOCK),
  DECLARE(StatementKind.CURSOR),
  FETCH(StatementKind.CURSOR, true),
  MOVE(StatementKind.CURSOR, true),
  CLOSE(StatementKind.CURSOR),
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
  CREATE(StatementKind.DDL),
  ALTER(StatementKind.DDL),
  DROP(StatementKind.DDL),
  TRUNCATE(StatementKind.DDL),
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

  private static final int LONGEST = CREATE_REPLICATION_SLOT.name().length();
  private static final int MASK = 511;
  private static final @Nullable Keyword[] TABLE_BY_HASH = table();

  private final StatementKind kind;
  private final boolean beforeOperand;

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
  }

  /** The kind of a statement that begins with this word. */
  StatementKind kind() {
    return kind;
  }

  /** Whether a minus after this word has no left operand. */
  boolean beforeOperand() {
    return beforeOperand;
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

  /** The keyword spelt, in any case, by the given range. */
  static Keyword of(String sql, int start, int end) {
    if (end - start > LONGEST) {
      return NONE;
    }
    int slot = hash(sql, start, end) & MASK;
    for (Keyword k = TABLE_BY_HASH[slot]; k != null; k = TABLE_BY_HASH[slot]) {
      if (k.isSpelt(sql, start, end)) {
        return k;
      }
      slot = (slot + 1) & MASK;
    }
    return NONE;
  }

  private boolean isSpelt(String sql, int start, int end) {
    String name = name();
    if (name.length() != end - start) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (upper(sql.charAt(start + i)) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int hash(String sql, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + upper(sql.charAt(i));
    }
    return hash ^ (hash >>> 9);
  }

  /** ASCII only: the server folds other letters by its locale or not at all. */
  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
  }

  private static @Nullable Keyword[] table() {
    @Nullable Keyword[] table = new Keyword[MASK + 1];
    for (Keyword keyword : values()) {
      String name = keyword.name().toUpperCase(Locale.ROOT);
      int slot = hash(name, 0, name.length()) & MASK;
      while (table[slot] != null) {
        slot = (slot + 1) & MASK;
      }
      if (keyword != NONE) {
        table[slot] = keyword;
      }
    }
    return table;
  }
}
