package io.dbintel.core.sql;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A statement without its literals, and what could be told of it. Immutable and thread-safe.
 *
 * @param text the statement with {@code ?} for every literal and parameter, single spaces, no
 *     comments, no trailing semicolon, and {@code IN}, {@code VALUES} and {@code ARRAY} lists
 *     written once per different item; {@link #UNREADABLE} if the input is no SQL of the dialect.
 *     Ends in {@code …} where it was cut, be it by the source, by a doubt, or by the length limit
 * @param fingerprint {@code s1:} and 32 hexadecimal digits: SHA-256, truncated to 128 bits, of the
 *     whole statement as far as it was read, never of a literal. Equal for statements that differ
 *     only in literals, in the case of keywords and unquoted identifiers, in white space and
 *     comments, in the length of lists, or in a trailing semicolon. Empty if the normalizer was
 *     told to leave it out
 * @param summary operations and targets as OpenTelemetry's {@code db.query.summary} has them, at
 *     most 255 characters; null if there is nothing to say
 * @param kind what the first statement does
 * @param complete whether the whole input was read; false if its source may have cut it, if a
 *     literal could be read in two ways, or if it was not readable. Such a fingerprint says nothing
 *     about the uncut statement
 * @param multiple whether more than one statement was read
 * @param tags what the client said of itself in a comment of sqlcommenter's format: the keys that
 *     it defines, decoded and checked ({@code traceparent}, {@code application}, {@code route},
 *     {@code controller}, {@code action}, {@code framework}, {@code db_driver}, {@code job}). They
 *     are of one execution: on what a server keeps for a statement they are whoever's came first
 */
public record NormalizedSql(
    String text,
    String fingerprint,
    @Nullable String summary,
    StatementKind kind,
    boolean complete,
    boolean multiple,
    Map<String, String> tags) {

  /** Stands for a text that could not be read, and therefore is not shown. */
  public static final String UNREADABLE = "<unreadable sql>";

  /** Checks that nothing but the summary is null. */
  public NormalizedSql {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(kind, "kind");
    tags = Map.copyOf(tags);
  }

  /** Whether {@link #text()} is SQL, not {@link #UNREADABLE}. */
  public boolean readable() {
    return !text.equals(UNREADABLE);
  }

  /**
   * Whether a server would take {@code EXPLAIN} before the statement the text was made of: it was
   * read whole, it is one, and of a kind that has plans. Says nothing about what planning it may
   * run, or whether it writes when executed.
   */
  public boolean explainable() {
    return complete && !multiple && kind.hasPlan();
  }
}
