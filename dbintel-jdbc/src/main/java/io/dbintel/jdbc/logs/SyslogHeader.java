package io.dbintel.jdbc.logs;

import org.jspecify.annotations.Nullable;

/**
 * What syslog, or Heroku's logplex, puts before a line of the server.
 *
 * @param epochNanos when it was written; {@link LogEntry#NO_TIME} in the old form, which says
 *     neither year nor zone
 * @param pid the process
 * @param number the number of the message in its process; 0 if there is none
 * @param part which part of the message it is, from 1
 * @param textFrom where the server's own text begins
 */
record SyslogHeader(long epochNanos, int pid, long number, int part, int textFrom) {
  private static final int OLD_TIME = "Feb 11 13:15:39 ".length();
  private static final int MAX_WORDS = 4;

  /** The header of a line; null if there is none. */
  static @Nullable SyslogHeader of(String line) {
    int at;
    long time = LogEntry.NO_TIME;
    if (isOldTime(line)) {
      at = OLD_TIME;
    } else {
      at = line.indexOf(' ') + 1;
      if (at < "2019-03-14T00:22:56Z ".length() || at > 40 || line.charAt(10) != 'T') {
        return null;
      }
      time = LogTime.isoEpochNanos(line.substring(0, at - 1));
      if (time == LogEntry.NO_TIME) {
        return null;
      }
    }
    for (int word = 0; word < MAX_WORDS; word++) {
      int end = line.indexOf(' ', at);
      if (end < 0) {
        return null;
      }
      int pid = pid(line, at, end);
      if (pid > 0) {
        return numbered(line, end + 1, time, pid);
      }
      at = end + 1;
    }
    return null;
  }

  /** {@code [15-1] }, after a colour where logplex has one. */
  private static SyslogHeader numbered(String line, int from, long time, int pid) {
    int at = from;
    int colour = line.startsWith("[", at) ? line.indexOf("] ", at) : -1;
    if (colour > 0 && Character.isLetter(line.charAt(at + 1))) {
      at = colour + 2;
    }
    if (line.startsWith("[", at)) {
      int dash = LogTime.digitsEnd(line, at + 1, 18);
      int end = dash < line.length() && line.charAt(dash) == '-' ? digits(line, dash + 1) : dash;
      if (end > dash + 1 && dash > at + 1 && line.startsWith("] ", end)) {
        return new SyslogHeader(
            time,
            pid,
            EntryHead.number(line.substring(at + 1, dash)),
            (int) EntryHead.number(line.substring(dash + 1, end)),
            end + 2);
      }
    }
    return new SyslogHeader(time, pid, 0, 1, from);
  }

  private static int digits(String line, int from) {
    return LogTime.digitsEnd(line, from, 9);
  }

  /** {@code postgres[10808]:} or {@code app[postgres.4882]:}. */
  private static int pid(String line, int from, int to) {
    int end = line.charAt(to - 1) == ':' ? to - 1 : to;
    if (end - from < 3 || line.charAt(end - 1) != ']') {
      return 0;
    }
    int begin = end - 1;
    while (begin > from && LogTime.isDigit(line.charAt(begin - 1))) {
      begin--;
    }
    boolean bracket = begin > from && "[.".indexOf(line.charAt(begin - 1)) >= 0;
    return bracket ? EntryHead.pid(line.substring(begin, end - 1)) : 0;
  }

  private static boolean isOldTime(String line) {
    return line.length() > OLD_TIME
        && Character.isLetter(line.charAt(0))
        && line.charAt(3) == ' '
        && line.charAt(6) == ' '
        && line.charAt(9) == ':'
        && line.charAt(12) == ':'
        && line.charAt(15) == ' ';
  }
}
