package io.dbintel.core.sql;

import java.util.Objects;

/**
 * Takes the literals out of expressions as plans print them: filters, index and join conditions,
 * sort keys, output columns. An expression is no statement: a semicolon in it makes it unreadable.
 * Immutable and thread-safe. Time is linear in the input.
 */
public final class SqlExpressions {
  private final LexicalRules rules;
  private final SqlNormalizer normalizer;

  private SqlExpressions(SqlDialect dialect) {
    this.rules = LexicalRules.of(dialect);
    this.normalizer =
        SqlNormalizer.builder(dialect)
            .maxLength(SqlNormalizer.MAX_MAX_LENGTH)
            .withoutFingerprint()
            .build();
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
    char[] text = new char[sql.length() + SqlLexer.SENTINELS];
    sql.getChars(0, sql.length(), text, 0);
    SqlLexer lexer = new SqlLexer(rules);
    lexer.begin(text, sql.length(), false, false);
    String canonical = new CanonicalExpression(text, sql.length(), lexer).read();
    return canonical == null
        ? SqlExpression.WITHHELD
        : new SqlExpression(normalized.text(), canonical);
  }
}
