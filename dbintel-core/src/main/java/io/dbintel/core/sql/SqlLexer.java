package io.dbintel.core.sql;

import io.dbintel.core.sql.SqlDialect.CharClass;
import io.dbintel.core.sql.SqlDialect.StringSyntax;

/**
 * Cuts SQL text into tokens, one per {@link #next()}, in time linear in the text and without
 * allocating. Literals are skipped, never interpreted.
 *
 * <p>A plain string holding a quote behind an odd number of backslashes ends there if the server's
 * strings conform to the standard, and goes on if not. The text does not tell, so the lexer reads
 * it either way, as it was built to, and remembers where the first such string began.
 *
 * <p>Not thread-safe.
 */
final class SqlLexer {
  private final SqlDialect dialect;
  private final String sql;
  private final int end;
  private final boolean mayBeCut;
  private final boolean plainStringsEscape;
  private final OperatorScanner operators;

  private int position;
  private int start;
  private boolean spaced;
  private Keyword keyword = Keyword.NONE;
  private Keyword previousKeyword = Keyword.NONE;
  private int ambiguousAt = -1;

  /**
   * Reads the first {@code end} characters.
   *
   * @param mayBeCut whether the text may end inside a token
   * @param plainStringsEscape whether a backslash in a plain string takes the next character along
   */
  SqlLexer(SqlDialect dialect, String sql, int end, boolean mayBeCut, boolean plainStringsEscape) {
    this.dialect = dialect;
    this.sql = sql;
    this.end = end;
    this.mayBeCut = mayBeCut;
    this.plainStringsEscape = plainStringsEscape;
    this.operators = new OperatorScanner(dialect, sql, end);
    while (position < end && sql.charAt(position) == '\ufeff') {
      position++;
    }
  }

  /** Where the current token begins. */
  int start() {
    return start;
  }

  /** Where the current token ends, exclusive. */
  int end() {
    return position;
  }

  /** Whether white space or a comment stands before the current token. */
  boolean spaced() {
    return spaced;
  }

  /** The current token's keyword, {@link Keyword#NONE} unless it is a word. */
  Keyword keyword() {
    return keyword;
  }

  /** Where the first string of doubtful end begins, negative if there was none so far. */
  int ambiguousAt() {
    return ambiguousAt;
  }

  /** Moves to the next token. After an end, or something unreadable, it must not be called. */
  TokenType next() {
    previousKeyword = keyword;
    keyword = Keyword.NONE;
    int before = position;
    int after = skipBlank(position);
    if (after < 0) {
      return unterminated();
    }
    position = after;
    start = after;
    spaced = after > before;
    if (after == end) {
      return TokenType.END;
    }
    char c = sql.charAt(after);
    return switch (dialect.classOf(c)) {
      case WORD -> word();
      case DIGIT -> number();
      case OPERATOR -> operator();
      case PUNCTUATION -> punctuation(c);
      case SINGLE_QUOTE -> string(after, StringSyntax.PLAIN);
      case DOUBLE_QUOTE -> quotedIdentifier(after);
      case DOLLAR -> dollar();
      case SPACE, ILLEGAL -> TokenType.UNREADABLE;
    };
  }

  /** Whether the next token is a number. Costs a look at what separates it from here. */
  boolean numberFollows() {
    int i = skipBlank(position);
    return i >= 0 && (isDigit(i) || (isChar(i, '.') && isDigit(i + 1)));
  }

  private TokenType unterminated() {
    position = end;
    return mayBeCut ? TokenType.CUT : TokenType.UNREADABLE;
  }

  private TokenType word() {
    char first = sql.charAt(start);
    if (isChar(start + 1, '\'') && dialect.isStringPrefix(first)) {
      return gluedToUnicodeSpace()
          ? TokenType.UNREADABLE
          : string(start + 1, dialect.stringSyntax(first));
    }
    if ((first == 'u' || first == 'U') && isChar(start + 1, '&')) {
      if (isChar(start + 2, '\'')) {
        return unicodeString();
      }
      if (isChar(start + 2, '"')) {
        return quotedIdentifier(start + 2);
      }
    }
    position = skipWordParts(start + 1);
    keyword = Keyword.of(sql, start, position);
    boolean ellipsis = first == NormalText.ELLIPSIS && position == start + 1;
    return ellipsis ? TokenType.ELLIPSIS : TokenType.WORD;
  }

  /** A server that lets backslashes escape rejects such a string as unsafe. */
  private TokenType unicodeString() {
    return plainStringsEscape || gluedToUnicodeSpace()
        ? TokenType.UNREADABLE
        : string(start + 2, StringSyntax.VERBATIM);
  }

  /**
   * The server takes such a space for a letter, and would therefore read what follows as the rest
   * of a word, not as the beginning of a literal. Two readings, so none.
   */
  private boolean gluedToUnicodeSpace() {
    return start > 0 && SqlDialect.isUnicodeSpace(sql.charAt(start - 1));
  }

  private TokenType quotedIdentifier(int quote) {
    int i = quote + 1;
    while (true) {
      i = sql.indexOf('"', i);
      if (i < 0 || i >= end) {
        return unterminated();
      }
      if (!isChar(i + 1, '"')) {
        position = i + 1;
        return TokenType.QUOTED;
      }
      i += 2;
    }
  }

  /** Reads a string and the strings that continue it on later lines, in the syntax of the first. */
  private TokenType string(int quote, StringSyntax syntax) {
    int i = quote;
    while (i >= 0) {
      i = stringBody(i + 1, syntax);
      if (i < 0) {
        return unterminated();
      }
      position = i;
      i = continuation(i);
    }
    return TokenType.PLACEHOLDER;
  }

  /** The position behind the closing quote, negative if there is none. */
  private int stringBody(int from, StringSyntax syntax) {
    boolean doubtful = syntax == StringSyntax.PLAIN && !plainStringsEscape;
    boolean escapes = syntax != StringSyntax.VERBATIM && !doubtful;
    int backslashes = 0;
    int i = from;
    while (i < end) {
      char c = sql.charAt(i);
      if (c == '\\') {
        backslashes++;
        i += escapes ? 2 : 1;
        continue;
      }
      if (c == '\'') {
        if (doubtful && (backslashes & 1) == 1 && !isEscapeClause(from, i)) {
          markAmbiguous();
        }
        if (!isChar(i + 1, '\'')) {
          return i + 1;
        }
        i++;
      }
      backslashes = 0;
      i++;
    }
    return -1;
  }

  /**
   * {@code ESCAPE '\'} takes one character: it would fail to execute if the string went on, and
   * object-relational mappers write it everywhere.
   */
  private boolean isEscapeClause(int from, int quote) {
    return previousKeyword == Keyword.ESCAPE
        && from == start + 1
        && quote == from + 1
        && !isChar(quote + 1, '\'');
  }

  private void markAmbiguous() {
    if (ambiguousAt < 0) {
      ambiguousAt = start;
    }
  }

  /** The opening quote that continues a string ended here, negative if there is none. */
  private int continuation(int from) {
    boolean newline = false;
    int i = from;
    while (i < end) {
      char c = sql.charAt(i);
      if (c == '\'' && newline) {
        return i;
      }
      if (c == '-' && isChar(i + 1, '-')) {
        i = lineEnd(i);
      } else if (c < 128 && dialect.classOf(c) == CharClass.SPACE) {
        newline |= c == '\n' || c == '\r';
        i++;
      } else {
        return -1;
      }
    }
    return -1;
  }

  /**
   * Reads a number with whatever letters cling to it. Older servers take those for a word of its
   * own, newer ones reject them; they may be the rest of a bare hexadecimal key.
   */
  private TokenType number() {
    int i = start;
    boolean radix = sql.charAt(i) == '0' && isOneOf(i + 1, "xXoObB");
    i = skipDigits(i);
    if (!radix && isChar(i, '.') && !isChar(i + 1, '.')) {
      i = skipDigits(i + 1);
    }
    if (!radix && isOneOf(i, "eE") && isOneOf(i + 1, "+-") && isDigit(i + 2)) {
      i = skipDigits(i + 2);
    }
    return endOfNumber(i);
  }

  private TokenType endOfNumber(int from) {
    int i = from;
    while (i < end && sql.charAt(i) != '$' && dialect.isWordPart(sql.charAt(i))) {
      i++;
    }
    position = i;
    // Servers disagree on whether a literal begins here or a word goes on.
    return isChar(i, '\'') || isChar(i, '$') ? TokenType.UNREADABLE : TokenType.PLACEHOLDER;
  }

  private TokenType dollar() {
    if (gluedToUnicodeSpace()) {
      return TokenType.UNREADABLE;
    }
    if (isDigit(start + 1)) {
      return endOfNumber(skipDigits(start + 1));
    }
    int i = start + 1;
    while (i < end && isTagPart(sql.charAt(i))) {
      i++;
    }
    if (i == end) {
      return unterminated();
    }
    if (sql.charAt(i) != '$') {
      return TokenType.UNREADABLE;
    }
    return dollarQuoted(i + 1 - start);
  }

  /** Linear, as a tag has a dollar at its ends only and so cannot overlap itself for long. */
  private TokenType dollarQuoted(int tagLength) {
    int i = start + tagLength;
    while (true) {
      i = sql.indexOf('$', i);
      if (i < 0 || i + tagLength > end) {
        return unterminated();
      }
      if (sql.regionMatches(i, sql, start, tagLength)) {
        position = i + tagLength;
        return TokenType.PLACEHOLDER;
      }
      i++;
    }
  }

  private static boolean isTagPart(char c) {
    return c >= 128
        || c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9');
  }

  private TokenType punctuation(char c) {
    position = start + 1;
    return switch (c) {
      case '(', '[', '{' -> TokenType.OPEN;
      case ')', ']', '}' -> TokenType.CLOSE;
      case ',' -> TokenType.COMMA;
      case ';' -> TokenType.SEMICOLON;
      case '.' -> dot();
      default -> colon();
    };
  }

  private TokenType dot() {
    if (isDigit(start + 1)) {
      return number();
    }
    if (isChar(start + 1, '.')) {
      position++;
      return TokenType.OPERATOR;
    }
    return TokenType.DOT;
  }

  private TokenType colon() {
    if (isChar(start + 1, ':')) {
      position++;
      return TokenType.CAST;
    }
    if (isChar(start + 1, '=')) {
      position++;
      return TokenType.OPERATOR;
    }
    return TokenType.COLON;
  }

  private TokenType operator() {
    TokenType type = operators.scan(start);
    position = operators.end();
    return type;
  }

  /** The first position that is no white space or comment, negative inside an unclosed comment. */
  private int skipBlank(int from) {
    int i = from;
    while (i < end) {
      char c = sql.charAt(i);
      if (dialect.classOf(c) == CharClass.SPACE) {
        i++;
      } else if ((c != '-' && c != '/') || !opensComment(i)) {
        return i;
      } else {
        i = c == '-' ? lineEnd(i) : blockCommentEnd(i);
        if (i < 0) {
          return -1;
        }
      }
    }
    return end;
  }

  private boolean opensComment(int i) {
    char c = sql.charAt(i);
    return (c == '-' && isChar(i + 1, '-')) || (c == '/' && isChar(i + 1, '*'));
  }

  private int lineEnd(int from) {
    int i = from;
    while (i < end && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  private int blockCommentEnd(int from) {
    int depth = 1;
    int i = from + 2;
    while (i + 1 < end) {
      char c = sql.charAt(i);
      if (c == '*' && sql.charAt(i + 1) == '/') {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else if (c == '/' && sql.charAt(i + 1) == '*' && dialect.nestsComments()) {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    return -1;
  }

  private int skipWordParts(int from) {
    int i = from;
    while (i < end && dialect.isWordPart(sql.charAt(i))) {
      i++;
    }
    return i;
  }

  private int skipDigits(int from) {
    int i = from;
    while (i < end && (isDigit(i) || sql.charAt(i) == '_')) {
      i++;
    }
    return i;
  }

  private boolean isDigit(int i) {
    return i < end && sql.charAt(i) >= '0' && sql.charAt(i) <= '9';
  }

  private boolean isChar(int i, char c) {
    return i < end && sql.charAt(i) == c;
  }

  private boolean isOneOf(int i, String characters) {
    return i < end && characters.indexOf(sql.charAt(i)) >= 0;
  }
}
