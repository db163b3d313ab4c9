package io.dbintel.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * One pass over a text, from its tokens to its normal form. Good for any number of texts, one after
 * another. Not thread-safe.
 */
final class SqlReading {
  /** How a reading ended. */
  enum Outcome {
    COMPLETE,
    /** At a place where the text is, or may be, cut. */
    CUT,
    /** At something that is no token of the dialect. */
    UNREADABLE
  }

  /** No string of doubtful end. */
  static final int NO_DOUBT = Integer.MAX_VALUE;

  private static final char PLACEHOLDER = '?';
  private static final char SEPARATOR = ';';

  private final SqlLexer lexer;
  private final NormalText text;
  private final SqlFingerprint fingerprint;
  private final ListCollapse lists;
  private final SqlSummary summary = new SqlSummary();
  private final StatementScope scope = new StatementScope();
  private final PlainTokens plain;

  private char[] in = {};
  private int doubtAt;
  private StatementKind kind = StatementKind.UNKNOWN;
  private int statements;
  private boolean inStatement;
  private Keyword previousKeyword = Keyword.NONE;
  private Keyword keywordBefore = Keyword.NONE;
  private Outcome outcome = Outcome.COMPLETE;

  SqlReading(LexicalRules rules, SqlLexer lexer, int maxLength, boolean fingerprints) {
    this.lexer = lexer;
    this.text = new NormalText(maxLength);
    this.fingerprint = new SqlFingerprint(fingerprints);
    this.lists = new ListCollapse(text, fingerprint);
    this.plain = new PlainTokens(rules, lexer, text, fingerprint);
  }

  /**
   * Reads what the lexer was given.
   *
   * @param doubt where a string begins behind which nothing may be read, or {@link #NO_DOUBT}
   */
  Outcome run(int doubt) {
    in = lexer.text();
    doubtAt = doubt;
    text.begin(in);
    fingerprint.begin();
    lists.begin();
    summary.begin(in);
    kind = StatementKind.UNKNOWN;
    statements = 0;
    inStatement = false;
    previousKeyword = Keyword.NONE;
    keywordBefore = Keyword.NONE;
    outcome = Outcome.COMPLETE;
    TokenType type = lexer.next();
    while (!isLast(type)) {
      if (type == TokenType.SEMICOLON) {
        endStatement();
      } else {
        accept(type);
        passPlainTokens();
      }
      type = lexer.next();
    }
    if (lexer.mayBeCut()) {
      summary.dropOpenName();
    }
    endStatement();
    return outcome;
  }

  private void passPlainTokens() {
    if (lists.isEmpty()
        && scope.settled()
        && !summary.isAwaiting()
        && !text.full()
        && doubtAt == NO_DOUBT) {
      plain.pass(
          lists.depth(),
          previousKeyword,
          keywordBefore,
          !summary.heedsCommas(),
          !summary.heedsClosings());
      lists.depth(plain.depth());
      previousKeyword = plain.previousKeyword();
      keywordBefore = plain.keywordBefore();
      settle();
    }
  }

  StatementKind kind() {
    return kind;
  }

  boolean multiple() {
    return statements > 1;
  }

  /** The text, with an ellipsis where it is known or feared to be cut. */
  String text(boolean cut) {
    return text.finish(cut);
  }

  /** The fingerprint, different if the text is known or feared to be cut. */
  String fingerprint(boolean cut) {
    if (cut) {
      fingerprint.append(NormalText.ELLIPSIS);
    }
    return fingerprint.finish();
  }

  /** The fingerprint of a text that is no statement. */
  String fingerprintOf(String notice) {
    fingerprint.begin();
    char[] characters = notice.toCharArray();
    fingerprint.append(characters, 0, characters.length);
    return fingerprint.finish();
  }

  /** Operations and targets; null if there are none. */
  @Nullable String summary() {
    return summary.finish();
  }

  /** How much memory is held, in bytes. */
  int capacity() {
    return 2 * text.capacity() + fingerprint.capacity();
  }

  private boolean isLast(TokenType type) {
    switch (type) {
      case END -> {
        return true;
      }
      case CUT -> {
        outcome = Outcome.CUT;
        return true;
      }
      case UNREADABLE -> {
        outcome = Outcome.UNREADABLE;
        return true;
      }
      default -> {}
    }
    if (lexer.start() >= doubtAt) {
      accept(type);
      outcome = Outcome.CUT;
      return true;
    }
    return false;
  }

  private void endStatement() {
    lists.end();
    settle();
    if (inStatement) {
      if (statements == 1) {
        kind = scope.kind();
      }
      summary.endStatement();
    }
    inStatement = false;
    previousKeyword = Keyword.NONE;
    keywordBefore = Keyword.NONE;
  }

  private void accept(TokenType type) {
    if (!inStatement) {
      beginStatement();
    }
    if (type == TokenType.ELLIPSIS) {
      append(type, false);
      return;
    }
    Keyword keyword = lexer.keyword();
    if (!scope.settled()) {
      boolean equals = type == TokenType.OPERATOR && isOperator('=');
      switch (scope.see(type, keyword, equals, lists.depth())) {
        case KEEP -> {}
        case MASK -> {
          write(TokenType.PLACEHOLDER, Keyword.NONE, false);
          return;
        }
        case SKIP -> {
          return;
        }
      }
    }
    summarize(type, keyword);
    keep(type, keyword);
  }

  private void summarize(TokenType type, Keyword keyword) {
    boolean steers =
        keyword != Keyword.NONE
            || type == TokenType.COMMA
            || type == TokenType.OPEN
            || type == TokenType.CLOSE
            || summary.isAwaiting();
    if (steers) {
      summary.see(
          type,
          keyword,
          previousKeyword,
          text.previous(),
          lexer.start(),
          lexer.end(),
          lexer.spaced(),
          lists.depth());
    }
  }

  private void beginStatement() {
    if (statements > 0) {
      text.append(TokenType.SEMICOLON, SEPARATOR, false);
      fingerprint.append(SEPARATOR);
    }
    scope.begin();
    inStatement = true;
    statements++;
  }

  private void keep(TokenType type, Keyword keyword) {
    if (type == TokenType.OPERATOR && isSign() && hasNoLeftOperand()) {
      // The server takes the minus for a part of the number, and so do its statistics.
      if (!isOperator('-') || !lexer.numberFollows()) {
        write(TokenType.SIGN, keyword, false);
      }
    } else if (keyword.isConstant() && !isTested(keyword)) {
      write(lists.isInItem() ? TokenType.PLACEHOLDER : type, keyword, true);
    } else {
      write(type, keyword, false);
    }
  }

  private boolean isSign() {
    return isOperator('-') || isOperator('+');
  }

  private boolean isOperator(char c) {
    return lexer.end() - lexer.start() == 1 && in[lexer.start()] == c;
  }

  private boolean hasNoLeftOperand() {
    return switch (text.previous()) {
      case OPERATOR, SIGN, OPEN, COMMA, COLON -> true;
      case WORD -> previousKeyword.beforeOperand();
      default -> false;
    };
  }

  /** Whether the constant belongs to a test or a constraint, which another one would change. */
  private boolean isTested(Keyword keyword) {
    return text.previous() == TokenType.DOT
        || previousKeyword == Keyword.IS
        || (previousKeyword == Keyword.NOT
            && (keyword == Keyword.NULL || keywordBefore == Keyword.IS))
        || (previousKeyword == Keyword.SET && keyword == Keyword.NULL);
  }

  private void write(TokenType type, Keyword keyword, boolean constant) {
    if (lists.isEmpty() && type != TokenType.OPEN && type != TokenType.CLOSE) {
      append(type, constant);
    } else {
      lists.before(type, keyword, previousKeyword);
      append(type, constant);
      lists.after(type, previousKeyword);
    }
    keywordBefore = previousKeyword;
    previousKeyword = type == TokenType.WORD ? keyword : Keyword.NONE;
    settle();
  }

  private void append(TokenType type, boolean constant) {
    int start = lexer.start();
    int end = lexer.end();
    if (type == TokenType.PLACEHOLDER) {
      text.append(type, PLACEHOLDER, lexer.spaced());
      fingerprint.append(PLACEHOLDER);
      return;
    }
    text.append(type, start, end, lexer.spaced());
    if (constant) {
      fingerprint.append(PLACEHOLDER);
    } else if (type == TokenType.WORD) {
      fingerprint.appendWord(lexer);
    } else if (type == TokenType.VARIABLE) {
      fingerprint.appendFolded(in, start, end);
    } else {
      fingerprint.append(in, start, end);
    }
  }

  private void settle() {
    if (lists.isEmpty()) {
      fingerprint.settle();
      text.settle();
    }
  }
}
