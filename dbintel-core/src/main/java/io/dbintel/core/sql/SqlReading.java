package io.dbintel.core.sql;

import java.security.MessageDigest;

/**
 * One pass over a text, from its tokens to its normal form. Not thread-safe, and good for one call
 * of {@link #run()}.
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
  static final int NO_DOUBT = -1;

  private static final String PLACEHOLDER = "?";
  private static final String SEPARATOR = ";";

  private final String sql;
  private final int doubtAt;
  private final SqlLexer lexer;
  private final NormalText text;
  private final SqlFingerprint fingerprint;
  private final ListCollapse lists;

  private StatementScope scope = new StatementScope();
  private StatementKind kind = StatementKind.UNKNOWN;
  private int statements;
  private boolean inStatement;
  private Keyword previousKeyword = Keyword.NONE;
  private Keyword keywordBefore = Keyword.NONE;
  private Outcome outcome = Outcome.COMPLETE;

  /**
   * Prepares a reading.
   *
   * @param doubtAt where a string begins behind which nothing may be read, or {@link #NO_DOUBT}
   */
  SqlReading(String sql, SqlLexer lexer, int doubtAt, int maxLength, MessageDigest prototype) {
    this.sql = sql;
    this.lexer = lexer;
    this.doubtAt = doubtAt;
    this.text = new NormalText(maxLength, sql.length());
    this.fingerprint = new SqlFingerprint(prototype, sql.length());
    this.lists = new ListCollapse(text, fingerprint);
  }

  Outcome run() {
    TokenType type = lexer.next();
    while (!isLast(type)) {
      if (type == TokenType.SEMICOLON) {
        endStatement();
      } else {
        accept(type);
      }
      type = lexer.next();
    }
    endStatement();
    return outcome;
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
      fingerprint.append(String.valueOf(NormalText.ELLIPSIS));
    }
    return fingerprint.finish();
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
    if (doubtAt >= 0 && lexer.start() >= doubtAt) {
      accept(type);
      outcome = Outcome.CUT;
      return true;
    }
    return false;
  }

  private void endStatement() {
    lists.end();
    settle();
    if (inStatement && statements == 1) {
      kind = scope.kind();
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
    boolean equals = type == TokenType.OPERATOR && isOperator('=');
    switch (scope.see(type, keyword, equals, lists.depth())) {
      case KEEP -> keep(type, keyword);
      case MASK -> write(TokenType.PLACEHOLDER, Keyword.NONE, false);
      case SKIP -> {}
    }
  }

  private void beginStatement() {
    if (statements > 0) {
      text.append(TokenType.SEMICOLON, SEPARATOR, 0, 1, false);
      fingerprint.append(SEPARATOR);
    }
    scope = new StatementScope();
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
    return lexer.end() - lexer.start() == 1 && sql.charAt(lexer.start()) == c;
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
    lists.before(type, keyword, previousKeyword);
    append(type, constant);
    lists.after(type, previousKeyword);
    keywordBefore = previousKeyword;
    previousKeyword = type == TokenType.WORD ? keyword : Keyword.NONE;
    settle();
  }

  private void append(TokenType type, boolean constant) {
    if (type == TokenType.PLACEHOLDER) {
      text.append(type, PLACEHOLDER, 0, 1, lexer.spaced());
    } else {
      text.append(type, sql, lexer.start(), lexer.end(), lexer.spaced());
    }
    if (constant || type == TokenType.PLACEHOLDER) {
      fingerprint.append(PLACEHOLDER);
    } else if (type == TokenType.WORD) {
      fingerprint.appendFolded(sql, lexer.start(), lexer.end());
    } else {
      fingerprint.append(sql, lexer.start(), lexer.end());
    }
  }

  private void settle() {
    if (lists.isEmpty()) {
      fingerprint.settle();
      text.settle();
    }
  }
}
