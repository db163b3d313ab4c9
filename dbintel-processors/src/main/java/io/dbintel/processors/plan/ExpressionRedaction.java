package io.dbintel.processors.plan;

import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlExpression;
import io.dbintel.core.sql.SqlExpressions;

/** Takes the literals out of SQL expressions as plans print them. */
@FunctionalInterface
interface ExpressionRedaction {
  /** The expression without its literals; one that cannot be read is withheld. Never throws. */
  PlanExpression redact(CharSequence expression);

  /** By the lexer of a dialect, but for what holds no literal. Not thread-safe. */
  static ExpressionRedaction of(SqlDialect dialect) {
    ExpressionRedaction lexer = byLexer(dialect);
    PlainExpression plain = new PlainExpression();
    return text -> {
      PlanExpression read = plain.read(text);
      return read != null ? read : lexer.redact(text);
    };
  }

  /** By the lexer of a dialect alone. */
  static ExpressionRedaction byLexer(SqlDialect dialect) {
    SqlExpressions expressions = SqlExpressions.of(dialect);
    return text -> {
      SqlExpression read = expressions.read(text);
      return new PlanExpression(read.text(), read.canonical());
    };
  }
}
