package io.dbintel.core.sql;

import io.dbintel.core.sql.LexicalRules.Backslash;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

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
 * text does not show. Where it matters and nobody told, both readings are tried. The standard one
 * is taken if the other fails, since a server executes only what it can read, or if both come to
 * the same. Otherwise the text ends with an ellipsis in place of all behind that string.
 *
 * <p>Immutable to its users and thread-safe: one set of buffers lies ready, and who finds it taken
 * makes another. Time is linear in the input; memory beyond the result is two bytes a character of
 * the input, of which at most a quarter of a megabyte is kept.
 */
public final class SqlNormalizer {
  /** The default limit of a text's length, in characters. */
  public static final int DEFAULT_MAX_LENGTH = 16_384;

  private static final int MIN_MAX_LENGTH = 64;
  static final int MAX_MAX_LENGTH = 1 << 20;

  private final SqlDialect dialect;
  private final LexicalRules rules;
  private final int maxLength;
  private final boolean fingerprints;
  private final AtomicReference<SqlReader> idle = new AtomicReference<>();

  private SqlNormalizer(Builder builder) {
    this.dialect = builder.dialect;
    this.rules = new LexicalRules(builder.dialect, builder.doubleQuotedStrings, builder.backslash);
    this.maxLength = builder.maxLength;
    this.fingerprints = builder.fingerprints;
  }

  /** Returns a normalizer with texts of at most {@link #DEFAULT_MAX_LENGTH} characters. */
  public static SqlNormalizer of(SqlDialect dialect) {
    return builder(dialect).build();
  }

  /**
   * Returns a normalizer.
   *
   * @param maxLength the most characters a text may have, the ellipsis included; in [64, 1048576]
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static SqlNormalizer of(SqlDialect dialect, int maxLength) {
    return builder(dialect).maxLength(maxLength).build();
  }

  /** Begins a normalizer for servers with other settings than those they come with. */
  public static Builder builder(SqlDialect dialect) {
    return new Builder(Objects.requireNonNull(dialect, "dialect"));
  }

  /**
   * Normalises a text that is whole. One that ends inside a literal or a comment is unreadable. In
   * the dialects of MySQL a text that ends in three dots was cut by the server, and is read as
   * such. Never throws on content.
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

  private NormalizedSql normalize(String sql, boolean truncated) {
    SqlReader reader = idle.getAndSet(null);
    if (reader == null) {
      reader = new SqlReader(dialect, rules, maxLength, fingerprints);
    }
    NormalizedSql result = reader.read(sql, truncated);
    if (reader.isWorthKeeping()) {
      idle.set(reader);
    }
    return result;
  }

  /** The settings of a normalizer. Not thread-safe. */
  public static final class Builder {
    private final SqlDialect dialect;
    private int maxLength = DEFAULT_MAX_LENGTH;
    private boolean fingerprints = true;
    private boolean doubleQuotedStrings;
    private Backslash backslash;

    private Builder(SqlDialect dialect) {
      this.dialect = dialect;
      this.doubleQuotedStrings = dialect.isMySql();
      this.backslash = dialect.isMySql() ? Backslash.ESCAPES : Backslash.UNKNOWN;
    }

    /**
     * The most characters a text may have, the ellipsis included; in [64, 1048576], 16384 if not
     * set.
     *
     * @throws IllegalArgumentException if the limit is out of range
     */
    public Builder maxLength(int characters) {
      if (characters < MIN_MAX_LENGTH || characters > MAX_MAX_LENGTH) {
        throw new IllegalArgumentException(
            "maxLength must be in [%d, %d] but was %d"
                .formatted(MIN_MAX_LENGTH, MAX_MAX_LENGTH, characters));
      }
      maxLength = characters;
      return this;
    }

    /** Leaves fingerprints out for whoever does not need them: they are a third of the cost. */
    public Builder withoutFingerprint() {
      fingerprints = false;
      return this;
    }

    /**
     * PostgreSQL's setting of that name, where it is known; unknown if not set, and both readings
     * are tried.
     *
     * @throws IllegalStateException if the dialect is not PostgreSQL's
     */
    public Builder standardConformingStrings(boolean on) {
      require(!dialect.isMySql(), "standard_conforming_strings");
      backslash = on ? Backslash.STANDS_FOR_ITSELF : Backslash.ESCAPES;
      return this;
    }

    /**
     * MySQL's mode {@code ANSI_QUOTES}: double quotes are for names.
     *
     * @throws IllegalStateException if the dialect is not MySQL's or MariaDB's
     */
    public Builder ansiQuotes() {
      require(dialect.isMySql(), "ANSI_QUOTES");
      doubleQuotedStrings = false;
      return this;
    }

    /**
     * MySQL's mode {@code NO_BACKSLASH_ESCAPES}: a backslash in a string is itself.
     *
     * @throws IllegalStateException if the dialect is not MySQL's or MariaDB's
     */
    public Builder noBackslashEscapes() {
      require(dialect.isMySql(), "NO_BACKSLASH_ESCAPES");
      backslash = Backslash.STANDS_FOR_ITSELF;
      return this;
    }

    private void require(boolean has, String setting) {
      if (!has) {
        throw new IllegalStateException(dialect + " has no setting " + setting);
      }
    }

    /** Returns the normalizer. */
    public SqlNormalizer build() {
      return new SqlNormalizer(this);
    }
  }
}
