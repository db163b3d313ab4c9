package io.dbintel.jdbc.logs;

import java.util.Set;

/**
 * The word between prefix and text, as servers write it in English. In other languages of {@code
 * lc_messages} it is another, and the line is not recognised.
 */
final class Severity {
  private static final int LONGEST = 9;

  private static final Set<String> MESSAGES =
      Set.of(
          "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5", "LOG", "INFO", "NOTICE",
          "WARNING", "ERROR", "FATAL", "PANIC");

  private static final Set<String> PARTS =
      Set.of("DETAIL", "HINT", "QUERY", "CONTEXT", "LOCATION", "STATEMENT", "BACKTRACE");

  private Severity() {}

  /** Where the word ends that begins here, if it is one; else -1. */
  static int end(String line, int from) {
    int most = Math.min(line.length(), from + LONGEST + 1);
    int at = from;
    while (at < most && line.charAt(at) != ':') {
      at++;
    }
    if (at >= line.length() || line.charAt(at) != ':' || at == from) {
      return -1;
    }
    String word = line.substring(from, at);
    return MESSAGES.contains(word) || PARTS.contains(word) ? at : -1;
  }

  /** True if a line with this word belongs to the message before it. */
  static boolean isPart(String word) {
    return PARTS.contains(word);
  }
}
