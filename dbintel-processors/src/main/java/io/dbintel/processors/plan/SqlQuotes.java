package io.dbintel.processors.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Where literals and quoted identifiers begin and end in SQL as PostgreSQL prints it. It doubles a
 * quote inside, and so a quote always changes between inside and outside; a backslash means
 * nothing.
 */
final class SqlQuotes {
  private SqlQuotes() {}

  /**
   * What is open at the end of a text.
   *
   * @param open what was open at its beginning: a quote character, or 0
   * @return a quote character, or 0
   */
  static char openAfter(CharSequence text, char open) {
    char quote = open;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0) {
        quote = c == '\'' || c == '"' ? c : 0;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return quote;
  }

  /** Where {@code part} first stands outside quotes, from {@code from} on; -1 if nowhere. */
  static int find(String text, String part, int from) {
    char quote = 0;
    for (int i = from; i + part.length() <= text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (text.startsWith(part, i)) {
        return i;
      } else if (c == '\'' || c == '"') {
        quote = c;
      }
    }
    return -1;
  }

  /** Where an identifier that begins at {@code from} ends: at a dot, a space, or the end. */
  static int endOfIdentifier(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"') {
        quote = c;
      } else if (c == '.' || c == ' ') {
        return i;
      }
    }
    return text.length();
  }

  /** The identifier itself. */
  static String unquote(String identifier) {
    int last = identifier.length() - 1;
    boolean quoted = last > 0 && identifier.charAt(0) == '"' && identifier.charAt(last) == '"';
    return quoted ? identifier.substring(1, last).replace("\"\"", "\"") : identifier;
  }

  /** The parts between commas that are in no quotes and no parentheses. */
  static List<String> splitList(String list) {
    List<String> parts = new ArrayList<>();
    char quote = 0;
    int parentheses = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(' || c == '[') {
        parentheses++;
      } else if (c == ')' || c == ']') {
        parentheses--;
      } else if (c == ',' && parentheses == 0) {
        parts.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(list.substring(start).strip());
    return parts;
  }
}
