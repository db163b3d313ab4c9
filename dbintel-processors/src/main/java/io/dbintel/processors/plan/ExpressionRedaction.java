package io.dbintel.processors.plan;

import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlExpression;
import io.dbintel.core.sql.SqlExpressions;

/** Takes the literals out of SQL expressions as plans print them. */
@FunctionalInterface
interface ExpressionRedaction {
  /** The expression without its literals; one that cannot be read is withheld. Never throws. */
  PlanExpression redact(CharSequence expression);

  /** By the lexer of a dialect. */
  static ExpressionRedaction of(SqlDialect dialect) {
    SqlExpressions expressions = SqlExpressions.of(dialect);
    return text -> {
      SqlExpression read = expressions.read(text);
      return new PlanExpression(read.text(), read.canonical());
    };
  }
}
