package io.dbintel.core.sql;

/**
 * Skips comments, and remembers the first and the last block comment for what may be tagged there.
 * Version comments are no comments: their marks are skipped, and what is in them is code. Not
 * thread-safe.
 */
final class CommentScanner {
  private final LexicalRules rules;
  private char[] in = {};
  private int end;
  private int open;
  private boolean wide;
  private int firstStart;
  private int firstEnd;
  private int lastStart;
  private int lastEnd;

  CommentScanner(LexicalRules rules) {
    this.rules = rules;
  }

  void begin(char[] text, int textEnd) {
    in = text;
    end = textEnd;
    open = 0;
    wide = false;
    firstStart = -1;
    lastStart = -1;
  }

  /** Whether a version comment is open. */
  boolean inCode() {
    return open > 0;
  }

  boolean wide() {
    return wide;
  }

  /** Where the first block comment begins, its mark included, negative if there was none. */
  int firstStart() {
    return firstStart;
  }

  int firstEnd() {
    return firstEnd;
  }

  int lastStart() {
    return lastStart;
  }

  int lastEnd() {
    return lastEnd;
  }

  /** The position behind the comment that begins here; here if none does; negative if unclosed. */
  int skip(int at) {
    char c = in[at];
    char next = in[at + 1];
    if (c == '/' && next == '*') {
      int code = codeBegin(at);
      if (code > 0) {
        open++;
        return code;
      }
      return block(at);
    }
    if (c == '*' && next == '/' && open > 0) {
      open--;
      return at + 2;
    }
    return isLine(at) ? lineEnd(at) : at;
  }

  /**
   * The first position that is no white space or comment, without moving there; negative if that
   * cannot be said.
   */
  int afterBlank(int from) {
    int i = from;
    while (true) {
      char c = in[i];
      if (rules.classOf(c) == LexicalRules.SPACE) {
        i++;
      } else if (c == '/' && in[i + 1] == '*') {
        i = codeBegin(i) > 0 ? -1 : blockEnd(i);
        if (i < 0) {
          return -1;
        }
      } else if (isLine(i)) {
        i = lineEnd(i);
      } else {
        return i;
      }
    }
  }

  private boolean isLine(int at) {
    char c = in[at];
    if (c == '#') {
      return rules.mySql;
    }
    // MySQL: "--5" is twice a minus.
    return c == '-' && in[at + 1] == '-' && (!rules.mySql || in[at + 2] <= ' ');
  }

  /** Behind the mark of a version comment and its version; 0 if it is none. */
  private int codeBegin(int at) {
    if (!rules.mySql) {
      return 0;
    }
    int i = at + 2;
    if (rules.mariaDb && in[i] == 'M') {
      i++;
    }
    if (in[i] != '!') {
      return 0;
    }
    int digits = ++i;
    while (in[i] >= '0' && in[i] <= '9' && i - digits < 6) {
      i++;
    }
    return i - digits < 5 ? digits : i;
  }

  private int block(int at) {
    int after = blockEnd(at);
    if (after >= 0) {
      if (firstStart < 0) {
        firstStart = at;
        firstEnd = after;
      }
      lastStart = at;
      lastEnd = after;
    }
    return after;
  }

  private int blockEnd(int at) {
    int depth = 1;
    int seen = 0;
    int i = at + 2;
    while (i < end) {
      char c = in[i];
      seen |= c;
      i++;
      if (c == '*' && in[i] == '/') {
        i++;
        if (--depth == 0) {
          wide |= seen >= 128;
          return i;
        }
      } else if (c == '/' && in[i] == '*' && !rules.mySql) {
        i++;
        depth++;
      }
    }
    wide |= seen >= 128;
    return -1;
  }

  private int lineEnd(int from) {
    int i = from;
    while (i < end && in[i] != '\n' && in[i] != '\r') {
      wide |= in[i] >= 128;
      i++;
    }
    return i;
  }
}
