package io.dbintel.processors.plan;

/** Takes the literals out of SQL expressions as plans print them. */
@FunctionalInterface
interface ExpressionRedaction {
  /** The expression with {@code ?} for every literal; never throws on content. */
  String redact(CharSequence expression);
}
