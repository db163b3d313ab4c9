package io.dbintel.core.sql;

/** Finds the ends of what stands in quotes. Not thread-safe. */
final class StringScanner {
  private final LexicalRules rules;
  private boolean doubtful;
  private boolean wide;

  StringScanner(LexicalRules rules) {
    this.rules = rules;
  }

  /** Whether the last string skipped would go on if its backslashes escaped. */
  boolean doubtful() {
    return doubtful;
  }

  /** Whether anything skipped so far was not ASCII. */
  boolean wide() {
    return wide;
  }

  /**
   * Skips a string and the strings that continue it, in the syntax of the first.
   *
   * @return the position behind, negative if it does not end
   */
  int skip(char[] in, int quote, int end, boolean escapes) {
    doubtful = false;
    int i = quote;
    int after = -1;
    while (i >= 0) {
      after = body(in, i, end, escapes);
      i = after < 0 ? -1 : continuation(in, after, end);
    }
    return after;
  }

  private int body(char[] in, int open, int end, boolean escapes) {
    char quote = in[open];
    int seen = 0;
    int backslashes = 0;
    int i = open + 1;
    while (i < end) {
      char c = in[i];
      seen |= c;
      if (c == quote) {
        doubtful |= (backslashes & 1) == 1;
        if (in[i + 1] != quote) {
          wide |= seen >= 128;
          return i + 1;
        }
        i += 2;
        backslashes = 0;
      } else if (c == '\\') {
        if (escapes) {
          seen |= in[i + 1];
          i += 2;
        } else {
          backslashes++;
          i++;
        }
      } else {
        backslashes = 0;
        i++;
      }
    }
    wide |= seen >= 128;
    return -1;
  }

  /**
   * The opening quote that continues a string ended here, negative if there is none. PostgreSQL
   * wants a line break in between, MySQL only white space.
   */
  private int continuation(char[] in, int from, int end) {
    boolean newline = rules.mySql;
    int i = from;
    while (true) {
      char c = in[i];
      if (c == '-' && in[i + 1] == '-' && !rules.mySql) {
        while (i < end && in[i] != '\n' && in[i] != '\r') {
          wide |= in[i] >= 128;
          i++;
        }
      } else if (c < 128 && rules.classes[c] == LexicalRules.SPACE) {
        newline |= c == '\n' || c == '\r';
        i++;
      } else {
        boolean goesOn = rules.mySql ? c < 128 && isStringQuote(c) : c == '\'';
        return goesOn && newline && i > from ? i : -1;
      }
    }
  }

  private boolean isStringQuote(char c) {
    return rules.classes[c] == LexicalRules.STRING_QUOTE;
  }

  /** Skips a quoted name; negative if it does not end. */
  int skipName(char[] in, int open, int end) {
    char quote = in[open];
    int seen = 0;
    for (int i = open + 1; i < end; i++) {
      char c = in[i];
      seen |= c;
      if (c == quote) {
        if (in[i + 1] != quote) {
          wide |= seen >= 128;
          return i + 1;
        }
        i++;
      }
    }
    wide |= seen >= 128;
    return -1;
  }

  /**
   * Skips a dollar-quoted string; negative if it does not end. Linear, as a tag has a dollar at its
   * ends only and so cannot overlap itself for long.
   */
  int skipDollarQuoted(char[] in, int open, int tagLength, int end) {
    int seen = 0;
    for (int i = open + tagLength; i < end; i++) {
      seen |= in[i];
      if (in[i] == '$' && isTag(in, i, open, tagLength, end)) {
        wide |= seen >= 128;
        return i + tagLength;
      }
    }
    wide |= seen >= 128;
    return -1;
  }

  private static boolean isTag(char[] in, int at, int tag, int tagLength, int end) {
    if (at + tagLength > end) {
      return false;
    }
    for (int i = 0; i < tagLength; i++) {
      if (in[at + i] != in[tag + i]) {
        return false;
      }
    }
    return true;
  }
}
