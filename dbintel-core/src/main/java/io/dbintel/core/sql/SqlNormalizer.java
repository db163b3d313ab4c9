package io.dbintel.core.sql;

import io.dbintel.core.sql.SqlReading.Outcome;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Takes the literals out of SQL text, and tells which statements are the same without them. Reads
 * tokens, not grammar, so that it works on statements no parser knows; what is no token of the
 * dialect makes the whole text unreadable.
 *
 * <p>What counts as a literal: strings of every syntax, numbers with a minus that has no left
 * operand, and parameters ({@code $1}, {@code ?}). {@code TRUE}, {@code FALSE} and {@code NULL}
 * stay in the text, save as list items; in the fingerprint they count as literals, except in tests
 * such as {@code IS NULL}. The value in {@code SET name = value} is one literal, whatever it is
 * made of, and so is an unquoted password in a role's definition.
 *
 * <p>Quoted identifiers stay. Who puts a person's name into one, as in {@code SELECT 1 AS "Jane
 * Doe"}, or writes strings in double quotes as for another database, has it in the text.
 *
 * <p>Whether a backslash escapes a quote in a plain string is a setting of the session that the
 * text does not show. Where it matters, both readings are tried. The standard one is taken if the
 * other fails, since a server executes only what it can read, or if both come to the same.
 * Otherwise the text ends with an ellipsis in place of all behind that string.
 *
 * <p>Immutable and thread-safe. Time is linear in the input; memory beyond the result is bounded by
 * the length limit and the longest single identifier.
 */
public final class SqlNormalizer {
  /** The default limit of a text's length, in characters. */
  public static final int DEFAULT_MAX_LENGTH = 16_384;

  private static final int MIN_MAX_LENGTH = 64;
  static final int MAX_MAX_LENGTH = 1 << 20;

  private final SqlDialect dialect;
  private final int maxLength;

  /** Cloned by every reading, never updated. */
  private final MessageDigest prototype = SqlFingerprint.prototype();

  private SqlNormalizer(SqlDialect dialect, int maxLength) {
    this.dialect = dialect;
    this.maxLength = maxLength;
  }

  /** Returns a normalizer with texts of at most {@link #DEFAULT_MAX_LENGTH} characters. */
  public static SqlNormalizer of(SqlDialect dialect) {
    return of(dialect, DEFAULT_MAX_LENGTH);
  }

  /**
   * Returns a normalizer.
   *
   * @param maxLength the most characters a text may have, the ellipsis included; in [64, 1048576]
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static SqlNormalizer of(SqlDialect dialect, int maxLength) {
    Objects.requireNonNull(dialect, "dialect");
    if (maxLength < MIN_MAX_LENGTH || maxLength > MAX_MAX_LENGTH) {
      throw new IllegalArgumentException(
          "maxLength must be in [%d, %d] but was %d"
              .formatted(MIN_MAX_LENGTH, MAX_MAX_LENGTH, maxLength));
    }
    return new SqlNormalizer(dialect, maxLength);
  }

  /**
   * Normalises a text that is whole. One that ends inside a literal or a comment is unreadable.
   * Never throws on content.
   */
  public NormalizedSql normalize(CharSequence sql) {
    return normalize(sql.toString(), false);
  }

  /**
   * Normalises a text that its source may have cut anywhere, as PostgreSQL does at {@code
   * track_activity_query_size} bytes. The result is never complete, and has nothing of a token that
   * was begun and not ended, but for an unquoted word. Never throws on content.
   */
  public NormalizedSql normalizeTruncated(CharSequence sql) {
    return normalize(sql.toString(), true);
  }

  private NormalizedSql normalize(String sql, boolean mayBeCut) {
    if (dialect.isNotice(sql)) {
      return notice(sql);
    }
    int end = sql.length();
    if (mayBeCut && end > 0 && Character.isHighSurrogate(sql.charAt(end - 1))) {
      end--;
    }
    int wellFormed = wellFormedLength(sql, end);
    SqlLexer lexer = new SqlLexer(dialect, sql, wellFormed, mayBeCut, false);
    NormalizedSql standard = read(sql, lexer, SqlReading.NO_DOUBT, mayBeCut);
    if (wellFormed < end) {
      return withheld(standard);
    }
    return lexer.ambiguousAt() < 0
        ? standard
        : decide(standard, sql, end, mayBeCut, lexer.ambiguousAt());
  }

  /** Settles where the string at {@code doubtAt} ends, or that it cannot be known. */
  private NormalizedSql decide(
      NormalizedSql standard, String sql, int end, boolean mayBeCut, int doubtAt) {
    boolean readable = true;
    if (!mayBeCut) {
      SqlLexer escapingLexer = new SqlLexer(dialect, sql, end, false, true);
      NormalizedSql escaping = read(sql, escapingLexer, SqlReading.NO_DOUBT, false);
      boolean same = standard.fingerprint().equals(escaping.fingerprint());
      if (standard.readable() && (same || !escaping.readable())) {
        return standard;
      }
      readable = standard.readable() || escaping.readable();
    }
    SqlLexer certainLexer = new SqlLexer(dialect, sql, end, true, false);
    NormalizedSql certain = read(sql, certainLexer, doubtAt, true);
    return readable ? certain : withheld(certain);
  }

  private NormalizedSql read(String sql, SqlLexer lexer, int doubtAt, boolean mayBeCut) {
    SqlReading reading = new SqlReading(sql, lexer, doubtAt, maxLength, prototype);
    Outcome outcome = reading.run();
    boolean cut = mayBeCut || outcome != Outcome.COMPLETE;
    return new NormalizedSql(
        outcome == Outcome.UNREADABLE ? NormalizedSql.UNREADABLE : reading.text(cut),
        reading.fingerprint(cut),
        reading.kind(),
        !cut,
        reading.multiple());
  }

  /**
   * The same without its text. The fingerprint remains that of what could be read: one of the input
   * would let a short literal be found by trial.
   */
  private static NormalizedSql withheld(NormalizedSql result) {
    return new NormalizedSql(
        NormalizedSql.UNREADABLE, result.fingerprint(), result.kind(), false, result.multiple());
  }

  private NormalizedSql notice(String text) {
    SqlFingerprint fingerprint = new SqlFingerprint(prototype, text.length());
    fingerprint.append(text);
    return new NormalizedSql(text, fingerprint.finish(), StatementKind.UNKNOWN, false, false);
  }

  /** How far the text is valid UTF-16 without NUL, which no server takes. */
  private static int wellFormedLength(String sql, int end) {
    for (int i = 0; i < end; i++) {
      char c = sql.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return i;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == end || !Character.isLowSurrogate(sql.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return end;
  }
}
