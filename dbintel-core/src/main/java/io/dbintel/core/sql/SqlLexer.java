package io.dbintel.core.sql;

import io.dbintel.core.sql.LexicalRules.Backslash;
import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL text into tokens, one per {@link #next()}, in time linear in the text and without
 * allocating. Literals are skipped, never interpreted.
 *
 * <p>The text stands in an array with a few NULs behind it, which end every loop, so that no loop
 * looks at the length. A word is read once: its end, its keyword and the bytes by which it is
 * fingerprinted come from the same pass over its characters.
 *
 * <p>A plain string holding a quote behind an odd number of backslashes ends there if backslashes
 * stand for themselves, and goes on if they escape. Where that is a setting nobody told, the lexer
 * reads it either way, as it was asked to, and remembers where the first such string began.
 *
 * <p>Good for any number of texts, one after another. Not thread-safe.
 */
final class SqlLexer {
  /** So many NULs must stand behind the text. */
  static final int SENTINELS = 4;

  private static final int PACKED = 8;

  private final LexicalRules rules;
  private final byte[] classes;
  private final byte[] folded;
  private final OperatorScanner operators;
  private final StringScanner strings;
  private final CommentScanner comments;

  private char[] in = {};
  private int end;
  private boolean mayBeCut;
  private boolean plainStringsEscape;

  // PlainTokens moves it too.
  int position;

  private int start;
  private boolean spaced;
  private Keyword keyword = Keyword.NONE;
  private Keyword previousKeyword = Keyword.NONE;
  private long head;
  private long tail;
  private boolean packed;
  private boolean wide;
  private int quotes;
  private int ambiguousAt;

  SqlLexer(LexicalRules rules) {
    this.rules = rules;
    this.classes = rules.classes;
    this.folded = rules.folded;
    this.operators = new OperatorScanner(rules);
    this.strings = new StringScanner(rules);
    this.comments = new CommentScanner(rules);
  }

  /**
   * Begins a text, which is the first {@code end} characters, with NULs behind them.
   *
   * @param cut whether the text may end inside a token
   * @param escape what to take a backslash for where nobody told
   */
  void begin(char[] text, int textEnd, boolean cut, boolean escape) {
    in = text;
    end = textEnd;
    mayBeCut = cut;
    plainStringsEscape = escape;
    operators.begin(text, textEnd);
    comments.begin(text, textEnd);
    position = 0;
    start = 0;
    keyword = Keyword.NONE;
    previousKeyword = Keyword.NONE;
    wide = false;
    quotes = 0;
    ambiguousAt = -1;
    while (in[position] == '\ufeff') {
      position++;
    }
  }

  /** Whether the text may end inside a token. */
  boolean mayBeCut() {
    return mayBeCut;
  }

  char[] text() {
    return in;
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

  /** The last eight characters of the current word, or all, in lower case, one byte each. */
  long tail() {
    return tail;
  }

  /** The first eight characters of the current word if it has more than eight. */
  long head() {
    return head;
  }

  /** Whether the current word is told whole by {@link #head} and {@link #tail}. */
  boolean packed() {
    return packed;
  }

  /** How many strings and quoted names were begun so far. */
  int quotes() {
    return quotes;
  }

  /** Whether anything read so far is not ASCII. */
  boolean wide() {
    return wide || strings.wide() || comments.wide();
  }

  /** Where the first string of doubtful end begins, negative if there was none so far. */
  int ambiguousAt() {
    return ambiguousAt;
  }

  /** The comments that were passed. */
  CommentScanner comments() {
    return comments;
  }

  /** Moves to the next token. After an end, or something unreadable, it must not be called. */
  TokenType next() {
    previousKeyword = keyword;
    keyword = Keyword.NONE;
    spaced = false;
    int i = position;
    while (true) {
      char c = in[i];
      switch (c < 128 ? classes[c] : wideClass(c)) {
        case LexicalRules.SPACE -> {
          i++;
          spaced = true;
        }
        case LexicalRules.COMMENT_OR_OPERATOR -> {
          int after = comments.skip(i);
          if (after == i) {
            return operator(i);
          }
          if (after < 0) {
            return unterminated();
          }
          i = after;
          spaced = true;
        }
        case LexicalRules.WORD -> {
          return word(i);
        }
        case LexicalRules.DIGIT -> {
          return number(i);
        }
        case LexicalRules.OPERATOR -> {
          return operator(i);
        }
        case LexicalRules.OPEN -> {
          return single(i, TokenType.OPEN);
        }
        case LexicalRules.CLOSE -> {
          return single(i, TokenType.CLOSE);
        }
        case LexicalRules.COMMA -> {
          return single(i, TokenType.COMMA);
        }
        case LexicalRules.SEMICOLON -> {
          return single(i, TokenType.SEMICOLON);
        }
        case LexicalRules.STRING_QUOTE -> {
          start = i;
          return string(i, rules.backslash);
        }
        case LexicalRules.NAME_QUOTE -> {
          start = i;
          return quotedName(i);
        }
        case LexicalRules.DOT -> {
          return dot(i);
        }
        case LexicalRules.COLON -> {
          return colon(i);
        }
        case LexicalRules.DOLLAR -> {
          return dollar(i);
        }
        case LexicalRules.VARIABLE -> {
          return variable(i);
        }
        default -> {
          return other(i);
        }
      }
    }
  }

  /** Goes on behind tokens that were read elsewhere, the last of them with this keyword. */
  void passTo(int behind, int quotesPassed, Keyword last) {
    position = behind;
    quotes += quotesPassed;
    keyword = last;
  }

  /** Whether the next token is a number. Costs a look at what separates it from here. */
  boolean numberFollows() {
    int i = comments.afterBlank(position);
    return i >= 0 && (isDigit(in[i]) || (in[i] == '.' && isDigit(in[i + 1])));
  }

  private byte wideClass(char c) {
    wide = true;
    return rules.classOf(c);
  }

  private TokenType single(int at, TokenType type) {
    start = at;
    position = at + 1;
    return type;
  }

  /** The end of the text, or what begins no token. */
  private TokenType other(int at) {
    start = at;
    position = at;
    if (at >= end) {
      return comments.inCode() ? unterminated() : TokenType.END;
    }
    if (in[at] == '\\' && in[at + 1] == 'N' && rules.mySql && !isWordPart(in[at + 2])) {
      position = at + 2;
      return TokenType.PLACEHOLDER;
    }
    return TokenType.UNREADABLE;
  }

  private TokenType unterminated() {
    position = end;
    return mayBeCut ? TokenType.CUT : TokenType.UNREADABLE;
  }

  private TokenType word(int at) {
    start = at;
    int i = at;
    long bytes = 0;
    char c = in[i];
    while (c < 128) {
      byte letter = folded[c];
      if (letter == 0) {
        break;
      }
      if (i - at == PACKED) {
        head = bytes;
      }
      bytes = bytes << 8 | letter;
      c = in[++i];
    }
    if (c >= 128 && rules.isWordPart(c)) {
      return wideWord(i);
    }
    position = i;
    if (i == at + 1 && (c == '\'' || c == '&')) {
      TokenType literal = afterPrefix(at);
      if (literal != null) {
        return literal;
      }
    }
    tail = bytes;
    packed = i - at <= 2 * PACKED;
    keyword = Keyword.of(in, at, i, bytes);
    return TokenType.WORD;
  }

  /** A word with other than ASCII in it, which is no keyword. */
  private TokenType wideWord(int from) {
    wide = true;
    packed = false;
    position = skipWordParts(from);
    boolean ellipsis = in[start] == NormalText.ELLIPSIS && position == start + 1;
    return ellipsis ? TokenType.ELLIPSIS : TokenType.WORD;
  }

  /** What a letter and the quote or ampersand behind it begin; null if nothing. */
  private @Nullable TokenType afterPrefix(int at) {
    char first = in[at];
    if (in[at + 1] == '\'') {
      if (!rules.isStringPrefix(first)) {
        return null;
      }
      return isGluedToUnicodeSpace(at)
          ? TokenType.UNREADABLE
          : string(at + 1, rules.backslashAfter(first));
    }
    if ((first != 'u' && first != 'U') || rules.mySql) {
      return null;
    }
    if (in[at + 2] == '\'') {
      // A server that lets backslashes escape rejects such a string as unsafe.
      boolean unsafe = plainStringsEscape || rules.backslash == Backslash.ESCAPES;
      return unsafe || isGluedToUnicodeSpace(at)
          ? TokenType.UNREADABLE
          : string(at + 2, Backslash.STANDS_FOR_ITSELF);
    }
    return in[at + 2] == '"' ? quotedName(at + 2) : null;
  }

  /**
   * The server takes such a space for a letter, and would therefore read what follows as the rest
   * of a word, not as the beginning of a literal. Two readings, so none.
   */
  private boolean isGluedToUnicodeSpace(int at) {
    return at > 0 && LexicalRules.isUnicodeSpace(in[at - 1]);
  }

  private TokenType quotedName(int quote) {
    quotes++;
    int after = strings.skipName(in, quote, end);
    if (after < 0) {
      return unterminated();
    }
    position = after;
    return TokenType.QUOTED;
  }

  private TokenType string(int quote, Backslash syntax) {
    quotes++;
    boolean doubtful = syntax == Backslash.UNKNOWN && !plainStringsEscape;
    boolean escapes = syntax == Backslash.ESCAPES || (syntax == Backslash.UNKNOWN && !doubtful);
    int after = strings.skip(in, quote, end, escapes);
    if (doubtful && strings.doubtful() && ambiguousAt < 0 && !isEscapeClause(quote, after)) {
      ambiguousAt = start;
    }
    if (after < 0) {
      return unterminated();
    }
    position = after;
    return TokenType.PLACEHOLDER;
  }

  /**
   * {@code ESCAPE '\'} takes one character: it would fail to execute if the string went on, and
   * object-relational mappers write it everywhere.
   */
  private boolean isEscapeClause(int quote, int after) {
    return previousKeyword == Keyword.ESCAPE && quote == start && after == quote + 3;
  }

  /**
   * Reads a number with whatever letters cling to it. Older servers take those for a word of its
   * own, newer ones reject them; they may be the rest of a bare hexadecimal key.
   */
  private TokenType number(int at) {
    start = at;
    char second = in[at + 1];
    int i = skipDigits(at);
    if (in[at] != '0' || "xXoObB".indexOf(second) < 0) {
      if (in[i] == '.' && in[i + 1] != '.') {
        i = skipDigits(i + 1);
      }
      if ((in[i] == 'e' || in[i] == 'E')
          && (in[i + 1] == '+' || in[i + 1] == '-')
          && isDigit(in[i + 2])) {
        i = skipDigits(i + 2);
      }
    }
    return endOfNumber(i);
  }

  private TokenType endOfNumber(int from) {
    int i = from;
    while (in[i] != '$' && isWordPart(in[i])) {
      i++;
    }
    position = i;
    // Servers disagree on whether a literal begins here or a word goes on.
    return in[i] == '\'' || in[i] == '$' ? TokenType.UNREADABLE : TokenType.PLACEHOLDER;
  }

  private TokenType dollar(int at) {
    start = at;
    if (isGluedToUnicodeSpace(at)) {
      return TokenType.UNREADABLE;
    }
    if (isDigit(in[at + 1])) {
      return endOfNumber(skipDigits(at + 1));
    }
    quotes++;
    int i = at + 1;
    while (isTagPart(in[i])) {
      i++;
    }
    if (i >= end) {
      return unterminated();
    }
    if (in[i] != '$') {
      return TokenType.UNREADABLE;
    }
    int after = strings.skipDollarQuoted(in, at, i + 1 - at, end);
    if (after < 0) {
      return unterminated();
    }
    position = after;
    return TokenType.PLACEHOLDER;
  }

  private boolean isTagPart(char c) {
    wide |= c >= 128;
    return c >= 128 || (folded[c] != 0 && c != '$');
  }

  /** A variable, or the sign between a user's name and a host's. */
  private TokenType variable(int at) {
    start = at;
    int name = in[at + 1] == '@' ? at + 2 : at + 1;
    if (!isWordPart(in[name])) {
      position = at + 1;
      return TokenType.OPERATOR;
    }
    position = skipWordParts(name);
    return TokenType.VARIABLE;
  }

  private TokenType dot(int at) {
    if (isDigit(in[at + 1])) {
      return number(at);
    }
    start = at;
    position = at + 1;
    if (in[at + 1] != '.') {
      return TokenType.DOT;
    }
    position++;
    if (rules.mySql && in[at + 2] == '.') {
      // The server's digests have three dots where a list was.
      position++;
      return TokenType.PLACEHOLDER;
    }
    return TokenType.OPERATOR;
  }

  private TokenType colon(int at) {
    start = at;
    position = at + 2;
    if (in[at + 1] == ':' && !rules.mySql) {
      return TokenType.CAST;
    }
    if (in[at + 1] == '=') {
      return TokenType.OPERATOR;
    }
    position = at + 1;
    return TokenType.COLON;
  }

  private TokenType operator(int at) {
    start = at;
    TokenType type = operators.scan(at);
    position = operators.end();
    return type;
  }

  private int skipWordParts(int from) {
    int i = from;
    while (isWordPart(in[i])) {
      i++;
    }
    return i;
  }

  private boolean isWordPart(char c) {
    wide |= c >= 128;
    return rules.isWordPart(c);
  }

  private int skipDigits(int from) {
    int i = from;
    while (isDigit(in[i]) || in[i] == '_') {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
