package io.dbintel.core.sql;

/**
 * The lexical rules of one dialect in one mode: what a character begins, and which comments,
 * strings and names there are. Immutable and thread-safe.
 */
final class LexicalRules {
  /** What a backslash does in a plain string. */
  enum Backslash {
    ESCAPES,
    STANDS_FOR_ITSELF,
    /** A setting of the session that nobody told. */
    UNKNOWN
  }

  // What a character begins. Numbers, not an enum: they are looked up once per token.
  static final byte ILLEGAL = 0;
  static final byte SPACE = 1;
  static final byte WORD = 2;
  static final byte DIGIT = 3;
  static final byte OPERATOR = 4;
  static final byte OPEN = 5;
  static final byte CLOSE = 6;
  static final byte COMMA = 7;
  static final byte SEMICOLON = 8;
  static final byte DOT = 9;
  static final byte COLON = 10;
  static final byte STRING_QUOTE = 11;
  static final byte NAME_QUOTE = 12;
  static final byte DOLLAR = 13;
  static final byte COMMENT_OR_OPERATOR = 14;
  static final byte VARIABLE = 15;
  static final byte BACKSLASH = 16;

  private static final int ASCII = 128;

  final boolean mySql;
  final boolean mariaDb;
  final Backslash backslash;

  /** What each ASCII character begins. Never written once built, as the two below. */
  final byte[] classes = new byte[ASCII];

  /** The character in lower case if it is part of a word, else 0. */
  final byte[] folded = new byte[ASCII];

  /** Whether the character may be part of an operator. */
  final boolean[] operator = new boolean[ASCII];

  LexicalRules(SqlDialect dialect, boolean doubleQuotedStrings, Backslash backslash) {
    this.mySql = dialect.isMySql();
    this.mariaDb = dialect == SqlDialect.MARIADB;
    this.backslash = backslash;
    fill(" \t\n\r\f\u000b", SPACE);
    fill("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", WORD);
    fill("0123456789", DIGIT);
    fill("([{", OPEN);
    fill(")]}", CLOSE);
    fill(",", COMMA);
    fill(";", SEMICOLON);
    fill(".", DOT);
    fill(":", COLON);
    fill("'", STRING_QUOTE);
    fill("$", DOLLAR);
    fill("\"", doubleQuotedStrings ? STRING_QUOTE : NAME_QUOTE);
    if (mySql) {
      operators("~!^&|?+%<>=", "-/*#");
      fill("`", NAME_QUOTE);
      fill("@", VARIABLE);
      fill("\\", BACKSLASH);
    } else {
      operators("~!@#^&|`?+*%<>=", "-/");
    }
    for (char c = 0; c < ASCII; c++) {
      if (classes[c] == WORD || classes[c] == DIGIT || classes[c] == DOLLAR) {
        folded[c] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
      }
    }
  }

  /** The rules of a dialect as its server starts with, and as far as they are known. */
  static LexicalRules of(SqlDialect dialect) {
    return new LexicalRules(
        dialect, dialect.isMySql(), dialect.isMySql() ? Backslash.ESCAPES : Backslash.UNKNOWN);
  }

  private void operators(String always, String unlessComment) {
    fill(always, OPERATOR);
    fill(unlessComment, COMMENT_OR_OPERATOR);
    for (char c : (always + unlessComment).toCharArray()) {
      operator[c] = true;
    }
  }

  private void fill(String characters, byte type) {
    for (int i = 0; i < characters.length(); i++) {
      classes[characters.charAt(i)] = type;
    }
  }

  byte classOf(char c) {
    if (c < ASCII) {
      return classes[c];
    }
    return isUnicodeSpace(c) ? SPACE : WORD;
  }

  boolean isOperator(char c) {
    return c < ASCII && operator[c];
  }

  boolean isWordPart(char c) {
    return c < ASCII ? folded[c] != 0 : !isUnicodeSpace(c);
  }

  /**
   * Whether a server would read this non-ASCII character as part of a word, and everybody else as
   * white space.
   */
  static boolean isUnicodeSpace(char c) {
    return c >= ASCII
        && (c == '\u0085'
            || c == '\ufeff'
            || Character.isSpaceChar(c)
            || Character.isWhitespace(c));
  }

  /** Whether this letter, directly before a quote, belongs to the literal. */
  boolean isStringPrefix(char letter) {
    return switch (letter) {
      case 'b', 'B', 'x', 'X', 'n', 'N' -> true;
      case 'e', 'E' -> !mySql;
      default -> false;
    };
  }

  /** What a backslash does in a string behind a letter that {@link #isStringPrefix} accepts. */
  Backslash backslashAfter(char prefix) {
    return switch (prefix) {
      case 'e', 'E' -> Backslash.ESCAPES;
      case 'n', 'N' -> backslash;
      default -> Backslash.STANDS_FOR_ITSELF;
    };
  }
}
