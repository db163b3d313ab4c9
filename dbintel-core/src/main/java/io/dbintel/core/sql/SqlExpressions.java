package io.dbintel.core.sql;

import java.util.Objects;

/**
 * Takes the literals out of expressions as plans print them: filters, index and join conditions,
 * sort keys, output columns. An expression is no statement: a semicolon in it makes it unreadable.
 * Immutable and thread-safe. Time is linear in the input.
 */
public final class SqlExpressions {
  private final SqlDialect dialect;
  private final SqlNormalizer normalizer;

  private SqlExpressions(SqlDialect dialect) {
    this.dialect = dialect;
    this.normalizer = SqlNormalizer.of(dialect, SqlNormalizer.MAX_MAX_LENGTH);
  }

  /** Returns what reads the expressions of one family of servers. */
  public static SqlExpressions of(SqlDialect dialect) {
    return new SqlExpressions(Objects.requireNonNull(dialect, "dialect"));
  }

  /** Reads an expression. What does not lex is withheld. Never throws on content. */
  public SqlExpression read(CharSequence expression) {
    String sql = expression.toString();
    NormalizedSql normalized = normalizer.normalize(sql);
    if (!normalized.readable() || !normalized.complete() || normalized.multiple()) {
      return SqlExpression.WITHHELD;
    }
    SqlLexer lexer = new SqlLexer(dialect, sql, sql.length(), false, false);
    String canonical = new CanonicalExpression(sql, lexer).read();
    return canonical == null
        ? SqlExpression.WITHHELD
        : new SqlExpression(normalized.text(), canonical);
  }
}
