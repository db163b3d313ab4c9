package io.dbintel.core.sql;

import java.util.Objects;

/**
 * A condition, a sort key or another expression, as plans print them, without its literals.
 * Immutable and thread-safe.
 *
 * @param text for people: the expression with {@code ?} for every literal and parameter, in the
 *     layout of {@link NormalizedSql#text()}; {@link NormalizedSql#UNREADABLE} if it does not lex
 * @param canonical for fingerprints: the expression's tokens, separated by single spaces, words in
 *     lower case, without qualifiers ({@code o.total} is {@code total}). A literal, a parameter and
 *     an array of such are one token {@code ?} with no cast behind it, so that {@code
 *     '{1,2}'::integer[]}, {@code (ARRAY[$1, $2])::integer[]} and {@code $1} are alike; {@link
 *     NormalizedSql#UNREADABLE} if it does not lex
 */
public record SqlExpression(String text, String canonical) {
  static final SqlExpression WITHHELD =
      new SqlExpression(NormalizedSql.UNREADABLE, NormalizedSql.UNREADABLE);

  /** Checks that nothing is null. */
  public SqlExpression {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(canonical, "canonical");
  }

  /** Whether the expression could be read, and so is shown. */
  public boolean readable() {
    return !text.equals(NormalizedSql.UNREADABLE);
  }
}
