package io.dbintel.jdbc.logs;

import io.dbintel.core.event.Sensitive;

/** What stands before an entry's text, while it is put together. Belongs to one writer. */
final class EntryHead {
  private static final String UNKNOWN = "[unknown]";
  private static final int SQLSTATE = 5;

  long epochNanos = LogEntry.NO_TIME;
  int pid;
  String sessionId = "";
  String user = "";
  String database = "";
  String application = "";
  String severity = "";
  String sqlState = "";
  long queryId;

  /** A name, or nothing where the server has none yet. */
  static String name(String text) {
    return text.equals(UNKNOWN) ? "" : text;
  }

  /** A number, or 0 where there is none in the range of a process id. */
  static int pid(String digits) {
    long pid = number(digits);
    return pid > 0 && pid <= Integer.MAX_VALUE ? (int) pid : 0;
  }

  /** A number with a sign, or 0 for what is none. */
  static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }

  /** Takes the SQLSTATE that {@code log_error_verbosity = verbose} puts before the message. */
  String withoutSqlState(String message) {
    if (message.length() < SQLSTATE + 2
        || message.charAt(SQLSTATE) != ':'
        || message.charAt(SQLSTATE + 1) != ' ') {
      return message;
    }
    boolean digit = false;
    for (int i = 0; i < SQLSTATE; i++) {
      char c = message.charAt(i);
      digit |= LogTime.isDigit(c);
      if (!LogTime.isDigit(c) && (c < 'A' || c > 'Z')) {
        return message;
      }
    }
    if (!digit) {
      return message;
    }
    sqlState = message.substring(0, SQLSTATE);
    return message.substring(SQLSTATE + 2);
  }

  LogEntry entry(LogTexts texts, long line, long endOffset) {
    return new LogEntry(
        epochNanos,
        pid,
        sessionId,
        user,
        database,
        application,
        severity,
        sqlState,
        queryId,
        Sensitive.of("log entry", texts),
        line,
        endOffset);
  }
}
