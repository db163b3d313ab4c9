package io.dbintel.core.sql;

import java.util.Arrays;
import java.util.Set;

/**
 * The lexical rules of one family of servers: which characters make words, operators and white
 * space, and which literals exist. Immutable and thread-safe.
 */
public enum SqlDialect {
  /**
   * PostgreSQL 12 and later, as its manual's chapter "Lexical Structure" and its scanner have it.
   */
  POSTGRESQL(
      "~!@#^&|`?+-*/%<>=",
      Set.of(
          "<insufficient privilege>",
          "<command string not enabled>",
          "<backend information not available>"));

  /** What a character may begin. */
  enum CharClass {
    ILLEGAL,
    SPACE,
    WORD,
    DIGIT,
    OPERATOR,
    PUNCTUATION,
    SINGLE_QUOTE,
    DOUBLE_QUOTE,
    DOLLAR
  }

  /** How a string ends and what a backslash does in it. */
  enum StringSyntax {
    /** A backslash is itself if the server's strings conform to the standard, else an escape. */
    PLAIN,
    /** A backslash takes the next character with it. */
    ESCAPE,
    /** A backslash is itself. */
    VERBATIM
  }

  @SuppressWarnings("ImmutableEnumChecker") // written by the constructor only
  private final CharClass[] ascii;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of
  private final Set<String> notices;

  SqlDialect(String operatorCharacters, Set<String> notices) {
    this.ascii = asciiClasses(operatorCharacters);
    this.notices = notices;
  }

  CharClass classOf(char c) {
    if (c < 128) {
      return ascii[c];
    }
    return isUnicodeSpace(c) ? CharClass.SPACE : CharClass.WORD;
  }

  /**
   * Whether a server would read this non-ASCII character as part of a word, and everybody else as
   * white space.
   */
  static boolean isUnicodeSpace(char c) {
    return c >= 128
        && (c == '\u0085'
            || c == '\ufeff'
            || Character.isSpaceChar(c)
            || Character.isWhitespace(c));
  }

  boolean isWordPart(char c) {
    CharClass type = classOf(c);
    return type == CharClass.WORD || type == CharClass.DIGIT || type == CharClass.DOLLAR;
  }

  /** Whether {@code /*} inside a comment opens another one. */
  boolean nestsComments() {
    return true;
  }

  /** Whether this letter, directly before a quote, belongs to the literal. */
  boolean isStringPrefix(char letter) {
    return switch (letter) {
      case 'e', 'E', 'b', 'B', 'x', 'X', 'n', 'N' -> true;
      default -> false;
    };
  }

  /** The syntax of a string behind a letter that {@link #isStringPrefix} accepts. */
  StringSyntax stringSyntax(char prefix) {
    return switch (prefix) {
      case 'e', 'E' -> StringSyntax.ESCAPE;
      case 'n', 'N' -> StringSyntax.PLAIN;
      default -> StringSyntax.VERBATIM;
    };
  }

  /**
   * Whether the operator holding a question mark is one of the server's own. Any other question
   * mark is taken for a parameter, as drivers write it.
   */
  boolean isQuestionMarkOperator(String sql, int start, int end) {
    int length = end - start;
    return (length == 2
            && (sql.startsWith("?|", start)
                || sql.startsWith("?&", start)
                || sql.startsWith("?#", start)
                || sql.startsWith("@?", start)))
        || (length == 3 && sql.startsWith("?-|", start));
  }

  /** Whether the server, or this package, put this text where a statement was to be. */
  boolean isNotice(String text) {
    return text.equals(NormalizedSql.UNREADABLE) || notices.contains(text);
  }

  private static CharClass[] asciiClasses(String operatorCharacters) {
    CharClass[] classes = new CharClass[128];
    Arrays.fill(classes, CharClass.ILLEGAL);
    fill(classes, " \t\n\r\f\u000b", CharClass.SPACE);
    fill(classes, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", CharClass.WORD);
    fill(classes, "0123456789", CharClass.DIGIT);
    fill(classes, "()[]{},;.:", CharClass.PUNCTUATION);
    fill(classes, operatorCharacters, CharClass.OPERATOR);
    classes['\''] = CharClass.SINGLE_QUOTE;
    classes['"'] = CharClass.DOUBLE_QUOTE;
    classes['$'] = CharClass.DOLLAR;
    return classes;
  }

  private static void fill(CharClass[] classes, String characters, CharClass type) {
    for (int i = 0; i < characters.length(); i++) {
      classes[characters.charAt(i)] = type;
    }
  }
}
