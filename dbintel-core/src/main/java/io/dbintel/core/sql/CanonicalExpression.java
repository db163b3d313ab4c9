package io.dbintel.core.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tokens of one expression such that constants of any spelling are one token. Constants
 * are folded from the end of what is written, each token at most once into another, so that time is
 * linear. Not thread-safe, and good for one call of {@link #read()}.
 */
final class CanonicalExpression {
  private static final String CONSTANT = "?";

  private final char[] in;
  private final SqlLexer lexer;
  private final StringBuilder text;

  private int count;
  private TokenType[] types = new TokenType[32];
  private Keyword[] keywords = new Keyword[32];
  private int[] starts = new int[32];

  CanonicalExpression(char[] in, int length, SqlLexer lexer) {
    this.in = in;
    this.lexer = lexer;
    this.text = new StringBuilder(length + 16);
  }

  /** The tokens; null if the expression does not lex. */
  @Nullable String read() {
    TokenType type = lexer.next();
    while (type != TokenType.END) {
      switch (type) {
        case UNREADABLE, CUT, SEMICOLON -> {
          return null;
        }
        case CAST -> type = cast();
        default -> {
          accept(type);
          type = lexer.next();
        }
      }
    }
    return text.toString();
  }

  private void accept(TokenType type) {
    switch (type) {
      case PLACEHOLDER -> push(type, Keyword.NONE, CONSTANT);
      case WORD, QUOTED -> name(type);
      case OPERATOR -> operator();
      case CLOSE -> {
        push(type, Keyword.NONE, token());
        foldList();
      }
      default -> push(type, Keyword.NONE, token());
    }
  }

  private void name(TokenType type) {
    Keyword keyword = lexer.keyword();
    dropQualifier();
    if (keyword.isConstant() && !isTested(keyword)) {
      push(TokenType.PLACEHOLDER, Keyword.NONE, CONSTANT);
    } else {
      push(type, keyword, type == TokenType.WORD ? folded() : unquoted());
    }
  }

  private void operator() {
    String token = token();
    if (token.equals("*")) {
      dropQualifier();
    } else if (token.equals("-") && lexer.numberFollows() && hasNoLeftOperand()) {
      return;
    }
    push(TokenType.OPERATOR, Keyword.NONE, token);
  }

  /** {@code a.b} is {@code b}; {@code (a).b} stays, as what stands before the dot is no name. */
  private void dropQualifier() {
    if (type(1) == TokenType.DOT && isName(type(2))) {
      pop(2);
    }
  }

  /** The type of a cast says nothing about a constant, which has it or not by who prints it. */
  private TokenType cast() {
    if (type(1) == TokenType.CLOSE
        && type(2) == TokenType.PLACEHOLDER
        && type(3) == TokenType.OPEN
        && !isName(type(4))) {
      pop(3);
      push(TokenType.PLACEHOLDER, Keyword.NONE, CONSTANT);
    }
    if (type(1) == TokenType.PLACEHOLDER) {
      return skipType();
    }
    push(TokenType.CAST, Keyword.NONE, token());
    return lexer.next();
  }

  /** Moves behind a type such as {@code pg_catalog.timestamp(3) without time zone[]}. */
  private TokenType skipType() {
    TokenType type = lexer.next();
    if (!isName(type)) {
      return type;
    }
    type = lexer.next();
    while (true) {
      switch (type) {
        case DOT -> {
          type = lexer.next();
          if (isName(type)) {
            type = lexer.next();
          }
        }
        case OPEN -> {
          while (type == TokenType.OPEN
              || type == TokenType.PLACEHOLDER
              || type == TokenType.COMMA) {
            type = lexer.next();
          }
          if (type == TokenType.CLOSE) {
            type = lexer.next();
          }
        }
        case WORD -> {
          if (!continuesType(folded())) {
            return type;
          }
          type = lexer.next();
        }
        default -> {
          return type;
        }
      }
    }
  }

  private static boolean continuesType(String word) {
    return switch (word) {
      case "varying", "precision", "with", "without", "time", "zone" -> true;
      default -> false;
    };
  }

  /** Writes the constants of a list that was closed just now as one. */
  private void foldList() {
    int item = 2;
    while (type(item) == TokenType.PLACEHOLDER && type(item + 1) == TokenType.COMMA) {
      item += 2;
    }
    if (type(item) != TokenType.PLACEHOLDER || type(item + 1) != TokenType.OPEN) {
      return;
    }
    Keyword before = item + 2 > count ? Keyword.NONE : keywords[count - item - 2];
    if (before == Keyword.ARRAY) {
      pop(item + 2);
      push(TokenType.PLACEHOLDER, Keyword.NONE, CONSTANT);
    } else if (before == Keyword.IN) {
      pop(item);
      push(TokenType.PLACEHOLDER, Keyword.NONE, CONSTANT);
      push(TokenType.CLOSE, Keyword.NONE, ")");
    }
  }

  private boolean hasNoLeftOperand() {
    return switch (type(1)) {
      case END, OPERATOR, OPEN, COMMA, COLON -> true;
      case WORD -> keywords[count - 1].beforeOperand();
      default -> false;
    };
  }

  private boolean isTested(Keyword keyword) {
    Keyword previous = count < 1 ? Keyword.NONE : keywords[count - 1];
    Keyword before = count < 2 ? Keyword.NONE : keywords[count - 2];
    return type(1) == TokenType.DOT
        || previous == Keyword.IS
        || (previous == Keyword.NOT && (keyword == Keyword.NULL || before == Keyword.IS));
  }

  /** The type of the token so far from the end, {@link TokenType#END} before the first. */
  private TokenType type(int back) {
    return back > count ? TokenType.END : types[count - back];
  }

  private static boolean isName(TokenType type) {
    return type == TokenType.WORD || type == TokenType.QUOTED;
  }

  private void push(TokenType type, Keyword keyword, String token) {
    if (count == types.length) {
      types = Arrays.copyOf(types, 2 * count);
      keywords = Arrays.copyOf(keywords, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
    }
    types[count] = type;
    keywords[count] = keyword;
    starts[count++] = text.length();
    if (text.length() > 0) {
      text.append(' ');
    }
    text.append(token);
  }

  private void pop(int tokens) {
    count -= tokens;
    text.setLength(starts[count]);
  }

  private String token() {
    return new String(in, lexer.start(), lexer.end() - lexer.start());
  }

  private String folded() {
    StringBuilder folded = new StringBuilder(lexer.end() - lexer.start());
    for (int i = lexer.start(); i < lexer.end(); i++) {
      char c = in[i];
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }

  /** Without its quotes if it is a name that needs none, as servers differ in when they quote. */
  private String unquoted() {
    String token = token();
    for (int i = 1; i < token.length() - 1; i++) {
      char c = token.charAt(i);
      if ((c < 'a' || c > 'z') && c != '_' && (i == 1 || c < '0' || c > '9')) {
        return token;
      }
    }
    return token.length() < 3 ? token : token.substring(1, token.length() - 1);
  }
}
