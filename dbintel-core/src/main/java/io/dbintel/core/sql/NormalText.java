package io.dbintel.core.sql;

import java.util.Arrays;

/**
 * Lays out tokens with single spaces, such that reading the result gives the same tokens again.
 * Keeps the writer's choice where both are usual: between a name and a bracket, and around a colon.
 *
 * <p>Tokens that stand in the source as they are to stand here are not copied one by one: they make
 * a run, which is copied when something else comes. Good for any number of texts, one after
 * another. Not thread-safe.
 */
final class NormalText {
  /** Ends a text that should have been longer. */
  static final char ELLIPSIS = '…';

  static final int NO_RUN = -8;
  static final int RESERVE = 8;

  static final byte NEVER = 0;
  static final byte ALWAYS = 1;
  static final byte AS_WRITTEN = 2;
  static final byte UNLESS_STAR = 3;
  private static final byte[] SPACE_BETWEEN = spaces();

  // PlainTokens writes these too.
  final int maxLength;
  char[] out = new char[512];
  int copied;
  int runStart;
  int runEnd;
  TokenType previous = TokenType.END;

  /** Where the text can be cut so that the ellipsis still fits: always behind a whole token. */
  int fit;

  private char[] in = {};
  private boolean full;

  NormalText(int maxLength) {
    this.maxLength = maxLength;
  }

  /** Begins a text made of this one. */
  void begin(char[] source) {
    in = source;
    copied = 0;
    dropRun();
    fit = 0;
    full = false;
    previous = TokenType.END;
  }

  /** Whether the text has reached its limit, and nothing more is appended. */
  boolean full() {
    return full;
  }

  int length() {
    return copied + runEnd - runStart;
  }

  /** How much memory is held, in characters. */
  int capacity() {
    return out.length;
  }

  /** The type of the last token, {@link TokenType#END} before the first. */
  TokenType previous() {
    return previous;
  }

  /**
   * Appends a token of the source.
   *
   * @param spaced whether white space or a comment stood before it
   */
  void append(TokenType type, int start, int end, boolean spaced) {
    if (!full) {
      int space = isSpaceBefore(type, start, end, spaced) ? 1 : 0;
      if (start - runEnd == space && (space == 0 || in[runEnd] == ' ')) {
        runEnd = end;
      } else {
        flush();
        if (space == 1) {
          out[copied++] = ' ';
        }
        runStart = start;
        runEnd = end;
      }
      noteFit();
    }
    previous = type;
  }

  /** Appends a token of one character that is not the source's. */
  void append(TokenType type, char token, boolean spaced) {
    if (!full) {
      boolean space = isSpaceBefore(type, 0, 0, spaced);
      flush();
      if (space) {
        out[copied++] = ' ';
      }
      out[copied++] = token;
      noteFit();
    }
    previous = type;
  }

  private void noteFit() {
    int length = length();
    if (length <= maxLength - 2) {
      fit = length;
    }
  }

  /** Takes back tokens up to a length it once had. What then ends the text must not differ. */
  void retract(int length) {
    if (!full) {
      shorten(length);
      fit = Math.min(fit, length);
    }
  }

  private void shorten(int length) {
    if (length > copied) {
      runEnd = runStart + length - copied;
    } else {
      copied = length;
      dropRun();
    }
  }

  /** Declares that nothing will be taken back, which is the time to hold the limit. */
  void settle() {
    if (length() > maxLength) {
      shorten(fit);
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
    flush();
    return new String(out, 0, copied);
  }

  private void appendEllipsis() {
    flush();
    if (copied > 0) {
      out[copied++] = ' ';
    }
    out[copied++] = ELLIPSIS;
  }

  /** Copies the run, and leaves room for a space and a character. */
  private void flush() {
    int length = runEnd - runStart;
    if (copied + length + RESERVE > out.length) {
      grow(copied, length);
    }
    if (length > 0) {
      System.arraycopy(in, runStart, out, copied, length);
      copied += length;
    }
    dropRun();
  }

  /** Makes room for so many characters behind those copied so far. */
  char[] grow(int written, int length) {
    int needed = written + length + RESERVE;
    out = Arrays.copyOf(out, Math.max(needed, 2 * out.length));
    return out;
  }

  private void dropRun() {
    runStart = NO_RUN;
    runEnd = NO_RUN;
  }

  private boolean isSpaceBefore(TokenType type, int start, int end, boolean spaced) {
    return switch (spaceBetween(previous, type)) {
      case NEVER -> false;
      case ALWAYS -> true;
      case AS_WRITTEN -> spaced;
      default -> end - start != 1 || in[start] != '*';
    };
  }

  /** Whether a space stands between two types of tokens. */
  static byte spaceBetween(TokenType previous, TokenType type) {
    return SPACE_BETWEEN[previous.row() + type.column()];
  }

  private static byte[] spaces() {
    byte[] spaces = new byte[TokenType.TABLE_SIZE];
    for (TokenType previous : TokenType.values()) {
      for (TokenType type : TokenType.values()) {
        spaces[previous.row() + type.column()] = space(previous, type);
      }
    }
    return spaces;
  }

  private static byte space(TokenType previous, TokenType type) {
    if (previous == TokenType.END) {
      return NEVER;
    }
    return switch (type) {
      case COMMA, SEMICOLON, CLOSE -> NEVER;
      case DOT, CAST -> isOperand(previous) ? NEVER : ALWAYS;
      case COLON -> AS_WRITTEN;
      case ELLIPSIS -> ALWAYS;
      case OPEN ->
          switch (previous) {
            case OPEN, SIGN -> NEVER;
            case WORD, QUOTED, VARIABLE, PLACEHOLDER, CLOSE, COLON -> AS_WRITTEN;
            default -> ALWAYS;
          };
      case VARIABLE ->
          switch (previous) {
            case OPEN, SIGN -> NEVER;
            case WORD, QUOTED, PLACEHOLDER, COLON -> AS_WRITTEN;
            default -> ALWAYS;
          };
      case WORD, QUOTED ->
          switch (previous) {
            case OPEN, SIGN, DOT, CAST -> NEVER;
            case COLON -> AS_WRITTEN;
            default -> ALWAYS;
          };
      case PLACEHOLDER ->
          switch (previous) {
            case OPEN, DOT -> NEVER;
            case COLON -> AS_WRITTEN;
            default -> ALWAYS;
          };
      default ->
          switch (previous) {
            case OPEN -> NEVER;
            case DOT -> UNLESS_STAR;
            default -> ALWAYS;
          };
    };
  }

  private static boolean isOperand(TokenType type) {
    return switch (type) {
      case WORD, QUOTED, VARIABLE, PLACEHOLDER, CLOSE -> true;
      default -> false;
    };
  }
}
