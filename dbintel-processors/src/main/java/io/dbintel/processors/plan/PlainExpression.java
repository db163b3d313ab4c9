package io.dbintel.processors.plan;

import org.jspecify.annotations.Nullable;

/**
 * Reads expressions that hold no literal at all, such as {@code (o.customer_id = c.id)} and {@code
 * o.placed DESC}, which most join conditions and sort keys are, in one short pass. Everything it is
 * not sure of it leaves to the lexer: quotes, digits that begin a token, casts, parameters,
 * constants, and all but a few operators and keywords. What it reads, it reads as the lexer does.
 * Not thread-safe.
 */
final class PlainExpression {
  private static final int MAX_LENGTH = 512;

  private final char[] canonical = new char[2 * MAX_LENGTH + 16];
  private int length;

  /** The expression for people and for fingerprints; null if it is not plain. */
  @Nullable PlanExpression read(CharSequence text) {
    int end = text.length();
    if (end == 0 || end > MAX_LENGTH) {
      return null;
    }
    length = 0;
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
      } else {
        return null;
      }
    }
    return new PlanExpression(text.toString(), new String(canonical, 0, length));
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
