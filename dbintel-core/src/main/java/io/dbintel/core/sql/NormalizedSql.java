package io.dbintel.core.sql;

import java.util.Objects;

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
 *     comments, in the length of lists, or in a trailing semicolon
 * @param kind what the first statement does
 * @param complete whether the whole input was read; false if its source may have cut it, if a
 *     literal could be read in two ways, or if it was not readable. Such a fingerprint says nothing
 *     about the uncut statement
 * @param multiple whether more than one statement was read
 */
public record NormalizedSql(
    String text, String fingerprint, StatementKind kind, boolean complete, boolean multiple) {

  /** Stands for a text that could not be read, and therefore is not shown. */
  public static final String UNREADABLE = "<unreadable sql>";

  /** Checks that nothing is null. */
  public NormalizedSql {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(kind, "kind");
  }

  /** Whether {@link #text()} is SQL, not {@link #UNREADABLE}. */
  public boolean readable() {
    return !text.equals(UNREADABLE);
  }
}
