package io.dbintel.processors.plan;

import java.util.HexFormat;

/** Writes texts as JSON. */
final class JsonText {
  private JsonText() {}

  /** Appends the text in quotes, with whatever JSON wants escaped. */
  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || isHalf(text, i)) {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Whether half of a character stands there without the other, which no encoding can write. */
  private static boolean isHalf(String text, int i) {
    char c = text.charAt(i);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }

  /** Whether the text is a number or a truth value as JSON writes it. */
  static boolean isLiteral(String text) {
    if (text.equals("true") || text.equals("false")) {
      return true;
    }
    int i = text.startsWith("-") ? 1 : 0;
    int digits = 0;
    boolean point = false;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (PlanWords.isDigit(c)) {
        digits++;
      } else if (c == '.' && !point && digits > 0 && i + 1 < text.length()) {
        point = true;
      } else {
        return false;
      }
    }
    return digits > 0;
  }
}
