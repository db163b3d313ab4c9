package io.dbintel.processors.plan;

import org.jspecify.annotations.Nullable;

/**
 * Reads the simplest expressions in one short pass: {@code (o.customer_id = c.id)}, {@code o.placed
 * DESC}, {@code ((o.status)::text = 'paid'::text)}. A literal is a number or a string of plain
 * characters without a backslash, behind a comparison and before the parenthesis that ends it.
 * Everything else it leaves to the lexer: other literals and casts, parameters, constants, and all
 * but a few operators and keywords. What it reads, it reads as the lexer does. Not thread-safe.
 */
final class PlainExpression {
  private static final int MAX_LENGTH = 512;

  private final char[] canonical = new char[4 * MAX_LENGTH];
  private final char[] shown = new char[MAX_LENGTH];
  private int length;
  private int shownLength;

  /** The expression for people and for fingerprints; null if it is not plain. */
  @Nullable PlanExpression read(CharSequence text) {
    int end = text.length();
    if (end == 0 || end > MAX_LENGTH) {
      return null;
    }
    length = 0;
    shownLength = 0;
    int copied = 0;
    int i = 0;
    int wordStart = -1;
    while (i < end) {
      char c = text.charAt(i);
      if (isLower(c) || isUpper(c)) {
        int stop = endOfWord(text, i, end);
        if (stop < 0 || (stop < end && text.charAt(stop) == '\'')) {
          return null;
        }
        separate();
        wordStart = length;
        for (int k = i; k < stop; k++) {
          char letter = text.charAt(k);
          canonical[length++] = isUpper(letter) ? (char) (letter + ('a' - 'A')) : letter;
        }
        i = stop;
        if (i + 1 < end && text.charAt(i) == '.') {
          // What stands before a dot is a qualifier.
          if (!isLower(text.charAt(i + 1)) || isUpper(text.charAt(i - 1))) {
            return null;
          }
          length = wordStart;
          i++;
        }
      } else if (c == ' ') {
        if (i == 0 || i + 1 == end || text.charAt(i + 1) == ' ') {
          return null;
        }
        i++;
      } else if (c == '(' || c == ')' || c == ',') {
        if (i + 1 < end && (text.charAt(i + 1) == '.' || text.charAt(i + 1) == '[')) {
          return null;
        }
        separate();
        canonical[length++] = c;
        i++;
        if (c == ')' && i < end && text.charAt(i) == ':') {
          i = castOfName(text, i, end);
          if (i < 0) {
            return null;
          }
        }
      } else if (c == '=' || c == '<' || c == '>') {
        int stop = i + 1;
        while (stop < end && "=<>".indexOf(text.charAt(stop)) >= 0) {
          stop++;
        }
        boolean known = stop - i == 1 || (stop - i == 2 && c != '=');
        boolean spaced = i > 0 && text.charAt(i - 1) == ' ' && stop < end;
        if (!known || !spaced || text.charAt(stop) != ' ') {
          return null;
        }
        separate();
        for (; i < stop; i++) {
          canonical[length++] = text.charAt(i);
        }
        int literalEnd = literal(text, stop + 1, end);
        if (literalEnd > 0) {
          int behind = castOfLiteral(text, literalEnd, end);
          if (behind < 0) {
            return null;
          }
          copied = show(text, copied, stop + 1, literalEnd);
          separate();
          canonical[length++] = '?';
          i = behind;
        }
      } else {
        return null;
      }
    }
    return new PlanExpression(shown(text, copied, end), new String(canonical, 0, length));
  }

  private int show(CharSequence text, int from, int literal, int behind) {
    for (int i = from; i < literal; i++) {
      shown[shownLength++] = text.charAt(i);
    }
    shown[shownLength++] = '?';
    return behind;
  }

  private String shown(CharSequence text, int from, int end) {
    if (from == 0) {
      return text.toString();
    }
    for (int i = from; i < end; i++) {
      shown[shownLength++] = text.charAt(i);
    }
    return new String(shown, 0, shownLength);
  }

  /**
   * Where a literal that begins at {@code start} ends; negative if none does or it is not plain.
   */
  private static int literal(CharSequence text, int start, int end) {
    if (start >= end) {
      return -1;
    }
    int i = start;
    if (text.charAt(i) != '\'') {
      while (i < end && PlanWords.isDigit(text.charAt(i))) {
        i++;
      }
      return i > start ? i : -1;
    }
    for (i++; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        if (i + 1 == end || text.charAt(i + 1) != '\'') {
          return i + 1;
        }
        i++;
      } else if (c < ' ' || c > '~' || c == '\\') {
        return -1;
      }
    }
    return -1;
  }

  /** Where a literal's type ends, which must be at a parenthesis; negative if it is another. */
  private static int castOfLiteral(CharSequence text, int start, int end) {
    int i = start;
    if (i + 2 < end && text.charAt(i) == ':' && text.charAt(i + 1) == ':') {
      i += 2;
      if (!isLower(text.charAt(i))) {
        return -1;
      }
      while (i < end && (isLower(text.charAt(i)) || isSpaceInName(text, i, end))) {
        i++;
      }
    }
    return i < end && text.charAt(i) == ')' ? i : -1;
  }

  private static boolean isSpaceInName(CharSequence text, int i, int end) {
    return text.charAt(i) == ' ' && i + 1 < end && isLower(text.charAt(i + 1));
  }

  /** Writes the type of what stands in parentheses; negative if it is not one word. */
  private int castOfName(CharSequence text, int start, int end) {
    int i = start + 2;
    if (i >= end || text.charAt(start + 1) != ':' || !isLower(text.charAt(i))) {
      return -1;
    }
    separate();
    canonical[length++] = ':';
    canonical[length++] = ':';
    separate();
    while (i < end && isLower(text.charAt(i))) {
      canonical[length++] = text.charAt(i++);
    }
    boolean ends = i == end || text.charAt(i) == ')' || text.charAt(i) == ' ';
    boolean oneWord = i + 1 >= end || text.charAt(i) != ' ' || !isLower(text.charAt(i + 1));
    return ends && oneWord ? i : -1;
  }

  private void separate() {
    if (length > 0 && canonical[length - 1] != ' ') {
      canonical[length++] = ' ';
    }
  }

  /** Where a word ends; negative if it is a keyword or constant that may mean more. */
  private static int endOfWord(CharSequence text, int start, int end) {
    boolean upper = isUpper(text.charAt(start));
    int i = start;
    while (i < end) {
      char c = text.charAt(i);
      if (upper ? !isUpper(c) : !isLower(c) && !PlanWords.isDigit(c)) {
        break;
      }
      i++;
    }
    if (i < end && (isLower(text.charAt(i)) || isUpper(text.charAt(i)) || text.charAt(i) >= 128)) {
      return -1;
    }
    if (i < end && (PlanWords.isDigit(text.charAt(i)) || text.charAt(i) == '$')) {
      return -1;
    }
    return isPlainWord(text, start, i, upper) ? i : -1;
  }

  private static boolean isPlainWord(CharSequence text, int start, int end, boolean upper) {
    if (upper) {
      return is(text, start, end, "AND")
          || is(text, start, end, "OR")
          || is(text, start, end, "DESC");
    }
    return !is(text, start, end, "true")
        && !is(text, start, end, "false")
        && !is(text, start, end, "null");
  }

  private static boolean is(CharSequence text, int start, int end, String word) {
    if (end - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text.charAt(start + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLower(char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
