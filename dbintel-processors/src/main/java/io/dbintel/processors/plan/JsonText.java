package io.dbintel.processors.plan;

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
      } else if (c < ' ') {
        out.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
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
