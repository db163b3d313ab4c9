package io.dbintel.core.sql;

/**
 * Lays out tokens with single spaces, such that reading the result gives the same tokens again.
 * Keeps the writer's choice where both are usual: between a name and a bracket, and around a colon.
 * Not thread-safe.
 */
final class NormalText {
  /** Ends a text that should have been longer. */
  static final char ELLIPSIS = '…';

  private final int maxLength;
  private final StringBuilder text;

  /** Where the text can be cut so that the ellipsis still fits: always behind a whole token. */
  private int fit;

  private boolean full;
  private TokenType previous = TokenType.END;

  NormalText(int maxLength, int expected) {
    this.maxLength = maxLength;
    this.text = new StringBuilder(Math.min(maxLength, expected) + 16);
  }

  int length() {
    return text.length();
  }

  /** The type of the last token, {@link TokenType#END} before the first. */
  TokenType previous() {
    return previous;
  }

  /**
   * Appends a token.
   *
   * @param spaced whether white space or a comment stood before it
   */
  void append(TokenType type, String sql, int start, int end, boolean spaced) {
    if (!full) {
      if (isSpaceBefore(type, sql, start, end, spaced)) {
        text.append(' ');
      }
      text.append(sql, start, end);
      if (text.length() <= maxLength - 2) {
        fit = text.length();
      }
    }
    previous = type;
  }

  /** Takes back tokens up to a length it once had. What then ends the text must not differ. */
  void retract(int length) {
    if (!full) {
      text.setLength(length);
      fit = Math.min(fit, length);
    }
  }

  /** Declares that nothing will be taken back, which is the time to hold the limit. */
  void settle() {
    if (text.length() > maxLength) {
      text.setLength(fit);
      full = true;
      appendEllipsis();
    }
  }

  /** The text, with an ellipsis if there should have been more of it. */
  String finish(boolean cut) {
    settle();
    if (cut && !full) {
      appendEllipsis();
      settle();
    }
    return text.toString();
  }

  private void appendEllipsis() {
    if (text.length() > 0) {
      text.append(' ');
    }
    text.append(ELLIPSIS);
  }

  private boolean isSpaceBefore(TokenType type, String sql, int start, int end, boolean spaced) {
    if (previous == TokenType.END) {
      return false;
    }
    return switch (type) {
      case COMMA, SEMICOLON, CLOSE -> false;
      case DOT, CAST -> !isOperand(previous);
      case COLON -> spaced;
      case OPEN -> isSpaceBeforeBracket(spaced);
      case WORD, QUOTED -> isSpaceBeforeName(spaced);
      case PLACEHOLDER -> isSpaceBeforeValue(spaced);
      case ELLIPSIS -> true;
      default -> isSpaceBeforeOperator(sql, start, end);
    };
  }

  private static boolean isOperand(TokenType type) {
    return switch (type) {
      case WORD, QUOTED, PLACEHOLDER, CLOSE -> true;
      default -> false;
    };
  }

  private boolean isSpaceBeforeBracket(boolean spaced) {
    return switch (previous) {
      case OPEN, SIGN -> false;
      case WORD, QUOTED, PLACEHOLDER, CLOSE, COLON -> spaced;
      default -> true;
    };
  }

  private boolean isSpaceBeforeName(boolean spaced) {
    return switch (previous) {
      case OPEN, SIGN, DOT, CAST -> false;
      case COLON -> spaced;
      default -> true;
    };
  }

  private boolean isSpaceBeforeValue(boolean spaced) {
    return switch (previous) {
      case OPEN, DOT -> false;
      case COLON -> spaced;
      default -> true;
    };
  }

  private boolean isSpaceBeforeOperator(String sql, int start, int end) {
    boolean star = end - start == 1 && sql.charAt(start) == '*';
    return previous != TokenType.OPEN && !(star && previous == TokenType.DOT);
  }
}
