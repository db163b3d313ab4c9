package io.dbintel.core.sql;

import io.dbintel.core.sql.SqlReading.Outcome;
import java.util.Map;

/**
 * What normalising takes: a lexer, a reading and their buffers, to be used again for the next text.
 * Settles which reading of a text is to be trusted. Not thread-safe.
 */
final class SqlReader {
  /** A reader that holds more than this is not kept. */
  private static final int MAX_KEPT_BYTES = 1 << 18;

  private static final String TRUNCATED = "...";

  private final SqlDialect dialect;
  private final LexicalRules rules;
  private final SqlLexer lexer;
  private final SqlReading reading;
  private char[] in = new char[1024];

  SqlReader(SqlDialect dialect, LexicalRules rules, int maxLength, boolean fingerprints) {
    this.dialect = dialect;
    this.rules = rules;
    this.lexer = new SqlLexer(rules);
    this.reading = new SqlReading(rules, lexer, maxLength, fingerprints);
  }

  /** Whether this holds no more memory than may lie idle. */
  boolean isWorthKeeping() {
    return 2 * in.length + reading.capacity() <= MAX_KEPT_BYTES;
  }

  NormalizedSql read(String sql, boolean truncated) {
    if (dialect.isNotice(sql)) {
      return notice(sql);
    }
    int end = sql.length();
    boolean mayBeCut = truncated;
    if (rules.mySql && sql.endsWith(TRUNCATED)) {
      // performance_schema marks what it cut; no statement ends so.
      end -= TRUNCATED.length();
      mayBeCut = true;
    }
    if (mayBeCut && end > 0 && Character.isHighSurrogate(sql.charAt(end - 1))) {
      end--;
    }
    load(sql, end);
    int nul = sql.indexOf(0);
    if (nul >= 0 && nul < end) {
      return withheld(malformed(Math.min(nul, wellFormedLength(end)), mayBeCut));
    }
    NormalizedSql standard = read(end, SqlReading.NO_DOUBT, mayBeCut, false);
    int doubtAt = lexer.ambiguousAt();
    if (lexer.wide()) {
      int wellFormed = wellFormedLength(end);
      if (wellFormed < end) {
        return withheld(malformed(wellFormed, mayBeCut));
      }
    }
    return doubtAt < 0 ? standard : decide(standard, end, mayBeCut, doubtAt);
  }

  private void load(String sql, int end) {
    int needed = sql.length() + SqlLexer.SENTINELS;
    if (needed > in.length) {
      in = new char[Math.max(needed, Math.min(2 * in.length, MAX_KEPT_BYTES / Character.BYTES))];
    }
    sql.getChars(0, end, in, 0);
    terminate(end);
  }

  private void terminate(int end) {
    for (int i = 0; i < SqlLexer.SENTINELS; i++) {
      in[end + i] = 0;
    }
  }

  /** Settles where the string at {@code doubtAt} ends, or that it cannot be known. */
  private NormalizedSql decide(NormalizedSql standard, int end, boolean mayBeCut, int doubtAt) {
    boolean readable = true;
    if (!mayBeCut) {
      NormalizedSql escaping = read(end, SqlReading.NO_DOUBT, false, true);
      boolean same =
          standard.text().equals(escaping.text())
              && standard.fingerprint().equals(escaping.fingerprint());
      if (standard.readable() && (same || !escaping.readable())) {
        return standard;
      }
      readable = standard.readable() || escaping.readable();
    }
    NormalizedSql certain = read(end, doubtAt, true, false);
    return readable ? certain : withheld(certain);
  }

  /** What could be read before something that no server takes for a text. */
  private NormalizedSql malformed(int end, boolean mayBeCut) {
    terminate(end);
    return read(end, SqlReading.NO_DOUBT, mayBeCut, false);
  }

  private NormalizedSql read(int end, int doubtAt, boolean mayBeCut, boolean escape) {
    boolean certain = doubtAt != SqlReading.NO_DOUBT;
    lexer.begin(in, end, mayBeCut, escape);
    Outcome outcome = reading.run(doubtAt);
    boolean cut = mayBeCut || outcome != Outcome.COMPLETE;
    boolean unreadable = outcome == Outcome.UNREADABLE;
    return new NormalizedSql(
        unreadable ? NormalizedSql.UNREADABLE : reading.text(cut),
        reading.fingerprint(cut),
        unreadable && !isFirstQuote() ? null : reading.summary(),
        reading.kind(),
        !cut,
        reading.multiple(),
        unreadable || certain ? Map.of() : tags());
  }

  /**
   * Whether the first quote of the text is the one that could not be read. Behind an earlier one it
   * is not certain what is a name and what was between quotes.
   */
  private boolean isFirstQuote() {
    return lexer.quotes() <= 1;
  }

  private Map<String, String> tags() {
    CommentScanner comments = lexer.comments();
    if (comments.lastStart() < 0) {
      return Map.of();
    }
    Map<String, String> tags = CommentTags.read(in, comments.lastStart(), comments.lastEnd());
    return tags.isEmpty() ? CommentTags.read(in, comments.firstStart(), comments.firstEnd()) : tags;
  }

  /**
   * The same without its text. The fingerprint remains that of what could be read: one of the input
   * would let a short literal be found by trial.
   */
  private static NormalizedSql withheld(NormalizedSql result) {
    return new NormalizedSql(
        NormalizedSql.UNREADABLE,
        result.fingerprint(),
        null,
        result.kind(),
        false,
        result.multiple(),
        Map.of());
  }

  private NormalizedSql notice(String text) {
    return new NormalizedSql(
        text, reading.fingerprintOf(text), null, StatementKind.UNKNOWN, false, false, Map.of());
  }

  /** How far the text is valid UTF-16 without NUL, which no server takes. */
  private int wellFormedLength(int end) {
    for (int i = 0; i < end; i++) {
      char c = in[i];
      if (c == 0 || Character.isLowSurrogate(c)) {
        return i;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == end || !Character.isLowSurrogate(in[i + 1])) {
          return i;
        }
        i++;
      }
    }
    return end;
  }
}
