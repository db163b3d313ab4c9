package io.dbintel.jdbc.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of server logs: {@code 2024-06-27 00:00:07.369 CEST}. An abbreviation may mean
 * several zones, so a known {@code log_timezone} goes before the table, which has what is common in
 * Europe, America and Australia and leaves out what is ambiguous between them. Immutable.
 */
final class LogTime {
  /** Date, time and a blank. */
  private static final int SECONDS_END = "2024-06-27 00:00:07".length();

  private static final int MAX_ZONE = 10;

  private static final Map<String, Integer> MINUTES =
      Map.ofEntries(
          Map.entry("UTC", 0),
          Map.entry("GMT", 0),
          Map.entry("Z", 0),
          Map.entry("WET", 0),
          Map.entry("WEST", 60),
          Map.entry("BST", 60),
          Map.entry("CET", 60),
          Map.entry("CEST", 120),
          Map.entry("MEZ", 60),
          Map.entry("MESZ", 120),
          Map.entry("EET", 120),
          Map.entry("EEST", 180),
          Map.entry("MSK", 180),
          Map.entry("EST", -300),
          Map.entry("EDT", -240),
          Map.entry("CDT", -300),
          Map.entry("MST", -420),
          Map.entry("MDT", -360),
          Map.entry("PST", -480),
          Map.entry("PDT", -420),
          Map.entry("JST", 540),
          Map.entry("KST", 540),
          Map.entry("AEST", 600),
          Map.entry("AEDT", 660),
          Map.entry("NZST", 720),
          Map.entry("NZDT", 780));

  private final @Nullable ZoneId zone;

  LogTime(@Nullable ZoneId zone) {
    this.zone = zone;
  }

  /** Where a time that begins at {@code from} ends; -1 if none does. */
  static int end(String text, int from) {
    int at = secondsEnd(text, from);
    if (at < 0) {
      return -1;
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at = digitsEnd(text, at + 1, 9);
    }
    if (at >= text.length() || text.charAt(at) != ' ') {
      return -1;
    }
    int zoneEnd = zoneEnd(text, at + 1);
    return zoneEnd == at + 1 ? -1 : zoneEnd;
  }

  /** True if a time begins here, as every record of a csvlog does. */
  static boolean begins(byte[] bytes, int from, int to) {
    if (to - from < SECONDS_END) {
      return false;
    }
    for (int i = 0; i < SECONDS_END; i++) {
      byte expected = (byte) "dddd-dd-dd dd:dd:dd".charAt(i);
      byte found = bytes[from + i];
      if (expected == 'd' ? found < '0' || found > '9' : found != expected) {
        return false;
      }
    }
    return true;
  }

  /**
   * The time in ns since 1970; {@link LogEntry#NO_TIME} if the text is none or of no known zone.
   */
  long epochNanos(String text) {
    int seconds = secondsEnd(text, 0);
    if (seconds < 0) {
      return LogEntry.NO_TIME;
    }
    int nanos = 0;
    int at = seconds;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digitsEnd(text, at + 1, 9);
      for (int i = at + 1; i <= at + 9; i++) {
        nanos = nanos * 10 + (i < end ? text.charAt(i) - '0' : 0);
      }
      at = end;
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              Math.min(59, number(text, 17, 19)),
              nanos);
      return epochNanos(local, at < text.length() ? text.substring(at + 1) : "");
    } catch (DateTimeException noSuchTime) {
      return LogEntry.NO_TIME;
    }
  }

  /** A time of ISO 8601 with its offset. */
  static long isoEpochNanos(String text) {
    try {
      return nanos(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noSuchTime) {
      return LogEntry.NO_TIME;
    }
  }

  /** What {@code %n} writes: seconds with a fraction; or milliseconds, as some write it. */
  static long unixEpochNanos(String text) {
    int point = text.indexOf('.');
    long whole = Long.parseLong(point < 0 ? text : text.substring(0, point));
    if (point < 0) {
      return whole > 99_999_999_999L
          ? nanos(whole / 1000, whole % 1000 * 1_000_000)
          : nanos(whole, 0);
    }
    String fraction = (text.substring(point + 1) + "000000000").substring(0, 9);
    return nanos(whole, Long.parseLong(fraction));
  }

  private long epochNanos(LocalDateTime local, String abbreviation) {
    ZoneOffset offset = offset(abbreviation);
    if (zone != null && !isAbsolute(abbreviation)) {
      return nanos(ZonedDateTime.ofLocal(local, zone, offset).toInstant());
    }
    return offset == null ? LogEntry.NO_TIME : nanos(local.toInstant(offset));
  }

  private static long nanos(Instant instant) {
    return nanos(instant.getEpochSecond(), instant.getNano());
  }

  private static boolean isAbsolute(String zone) {
    return zone.startsWith("+") || zone.startsWith("-") || zone.equals("UTC") || zone.equals("GMT");
  }

  private static @Nullable ZoneOffset offset(String zone) {
    if (zone.startsWith("+") || zone.startsWith("-")) {
      return ZoneOffset.of(zone);
    }
    Integer minutes = MINUTES.get(zone);
    return minutes == null ? null : ZoneOffset.ofTotalSeconds(minutes * 60);
  }

  private static long nanos(long seconds, long nanos) {
    return seconds < 0 || seconds > 9_000_000_000L
        ? LogEntry.NO_TIME
        : seconds * 1_000_000_000L + nanos;
  }

  private static int secondsEnd(String text, int from) {
    if (text.length() - from < SECONDS_END) {
      return -1;
    }
    for (int i = 0; i < SECONDS_END; i++) {
      char expected = "dddd-dd-dd dd:dd:dd".charAt(i);
      char found = text.charAt(from + i);
      if (expected == 'd' ? !isDigit(found) : found != expected) {
        return -1;
      }
    }
    return from + SECONDS_END;
  }

  /** An abbreviation, or an offset such as {@code +01} or {@code -0330}. */
  private static int zoneEnd(String text, int from) {
    int at = from;
    int most = Math.min(text.length(), from + MAX_ZONE);
    if (at < most && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      at++;
      at = digitsEnd(text, at + 1, 6);
      return at == from + 1 ? from : at;
    }
    while (at < most && isLetter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static int digitsEnd(String text, int from, int most) {
    int at = from;
    while (at < text.length() && at - from < most && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
