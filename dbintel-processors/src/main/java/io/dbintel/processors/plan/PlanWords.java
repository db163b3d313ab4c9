package io.dbintel.processors.plan;

/** What the server's own words look like, as opposed to what a statement may hold. */
final class PlanWords {
  /** Stands for a text that may not be shown. */
  static final String REDACTED = "?";

  private static final int MAX_WORD = 48;
  private static final int MAX_NAME = 64;
  private static final int MAX_SETTING_WORD = 16;

  private PlanWords() {}

  /** Words such as {@code top-N heapsort} and {@code Bitmap Heap Scan}. */
  static boolean isWord(char[] buffer, int offset, int length) {
    if (length == 0 || length > MAX_WORD) {
      return false;
    }
    for (int i = offset; i < offset + length; i++) {
      char c = buffer[i];
      if (!isLetter(c) && !isDigit(c) && c != ' ' && c != '-' && c != '_' && c != '/') {
        return false;
      }
    }
    return true;
  }

  /** Names of settings and of properties: letters, digits and few signs. */
  static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && !isDigit(c) && " -_./[]".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** A number with a unit, or a short word such as {@code off}. */
  static boolean isSettingValue(String value) {
    if (value.isEmpty() || value.length() > MAX_SETTING_WORD) {
      return false;
    }
    boolean digits = isDigit(value.charAt(0)) || value.charAt(0) == '-';
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean fits = digits ? isDigit(c) || isLetter(c) || ".-+".indexOf(c) >= 0 : isLetter(c);
      if (!fits && c != '_') {
        return false;
      }
    }
    return true;
  }

  /** A whole number with or without a minus. */
  static boolean isInteger(char[] buffer, int offset, int length) {
    int start = length > 1 && buffer[offset] == '-' ? offset + 1 : offset;
    if (length == 0 || length > 20) {
      return false;
    }
    for (int i = start; i < offset + length; i++) {
      if (!isDigit(buffer[i])) {
        return false;
      }
    }
    return true;
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
