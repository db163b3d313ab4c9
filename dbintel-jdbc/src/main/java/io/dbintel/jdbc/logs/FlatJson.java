package io.dbintel.jdbc.logs;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object whose values are texts and numbers, as server logs write them, in one pass.
 * Of objects within it only {@code record} is read, as if its members stood outside; the rest is
 * skipped. A key that comes twice counts the first time. Not for JSON in general, which is why
 * there is no dependency for it.
 */
final class FlatJson {
  private static final int MAX_DEPTH = 64;
  private static final String RECORD = "record";

  private final String text;
  private final Map<String, String> members = new HashMap<>();
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  /** The members; null if the text is not one whole JSON object. */
  static @Nullable Map<String, String> read(String text) {
    FlatJson json = new FlatJson(text);
    try {
      json.blanks();
      json.object(1);
      json.blanks();
      return json.at == text.length() ? json.members : null;
    } catch (Malformed malformed) {
      return null;
    }
  }

  /** The text that an object begins with, if it has this key; null otherwise. */
  static @Nullable String first(String text, String key) {
    FlatJson json = new FlatJson(text);
    try {
      json.blanks();
      json.expect('{');
      json.blanks();
      if (!json.string().equals(key)) {
        return null;
      }
      json.blanks();
      json.expect(':');
      json.blanks();
      return json.string();
    } catch (Malformed malformed) {
      return null;
    }
  }

  /** The text in quotes that begins at a place; null if none does. */
  static @Nullable String string(String text, int from) {
    FlatJson json = new FlatJson(text);
    json.at = from;
    try {
      return json.string();
    } catch (Malformed malformed) {
      return null;
    }
  }

  private void object(int depth) {
    expect('{');
    if (is('}')) {
      return;
    }
    do {
      blanks();
      String key = string();
      blanks();
      expect(':');
      blanks();
      if (peek() == '{' && key.equals(RECORD) && depth == 1) {
        object(depth + 1);
      } else if (peek() == '{' || peek() == '[') {
        skip();
      } else {
        String value = peek() == '"' ? string() : literal();
        String unused = members.putIfAbsent(key, value);
      }
      blanks();
    } while (is(','));
    expect('}');
  }

  /** Objects and arrays of no interest: only strings can hide their ends. */
  private void skip() {
    int depth = 0;
    do {
      char c = next();
      switch (c) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '"' -> {
          at--;
          String unused = string();
        }
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw new Malformed();
      }
    } while (depth > 0);
  }

  private String string() {
    expect('"');
    int begin = at;
    while (peek() != '"' && peek() != '\\') {
      at++;
    }
    if (peek() == '"') {
      return text.substring(begin, at++);
    }
    StringBuilder value = new StringBuilder(text.substring(begin, at));
    while (true) {
      char c = next();
      if (c == '"') {
        return value.toString();
      }
      value.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() {
    char c = next();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> c;
      case 'u' -> {
        int value = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(next(), 16);
          if (digit < 0) {
            throw new Malformed();
          }
          value = value << 4 | digit;
        }
        yield (char) value;
      }
      default -> throw new Malformed();
    };
  }

  /** A number, a truth value or null, which is told as an empty text. */
  private String literal() {
    int begin = at;
    while (Character.isLetterOrDigit(peek()) || "+-.".indexOf(peek()) >= 0) {
      at++;
    }
    if (at == begin) {
      throw new Malformed();
    }
    String literal = text.substring(begin, at);
    return literal.equals("null") ? "" : literal;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean is(char c) {
    blanks();
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) {
    if (next() != c) {
      throw new Malformed();
    }
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new Malformed();
    }
    return text.charAt(at);
  }

  /** Ends the reading; it has no stack trace and nobody sees it. */
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed() {
      super(null, null, false, false);
    }
  }
}
