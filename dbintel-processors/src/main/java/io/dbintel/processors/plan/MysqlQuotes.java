package io.dbintel.processors.plan;

/** Where literals and quoted names end in what MySQL prints. */
final class MysqlQuotes {
  private MysqlQuotes() {}

  /** The quote that is open at the end of a line, or 0, if {@code quote} was open before it. */
  static char openAfter(String line, char quote) {
    char open = quote;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (open == 0) {
        if (c == '\'' || c == '"' || c == '`') {
          open = c;
        }
      } else if (c == '\\' && open != '`') {
        i++;
      } else if (c == open) {
        open = 0;
      }
    }
    return open;
  }

  /** Where {@code part} first stands outside literals and quoted names; -1 if nowhere. */
  static int find(String text, String part) {
    int i = 0;
    while (i + part.length() <= text.length()) {
      char c = text.charAt(i);
      if (text.startsWith(part, i)) {
        return i;
      }
      i = c == '\'' || c == '"' || c == '`' ? endOfQuoted(text, i) : i + 1;
    }
    return -1;
  }

  /** Behind the quoted thing that begins at {@code start}; the end of the text if it never ends. */
  static int endOfQuoted(String text, int start) {
    char quote = text.charAt(start);
    int i = start + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == quote) {
        if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
          i++;
        } else {
          return i + 1;
        }
      } else if (c == '\\' && quote != '`') {
        i++;
      }
      i++;
    }
    return text.length();
  }
}
