package io.dbintel.jdbc.logs;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times of the cases, which are written as an expression of Go. */
final class GoTime {
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d+), time\\.(\\w+), (\\d+), (\\d+), (\\d+), (\\d+), ([^,]+), (.*)", Pattern.DOTALL);
  private static final Map<String, Integer> MONTHS =
      Map.of(
          "January",
          1,
          "May",
          5,
          "June",
          6,
          "July",
          7,
          "August",
          8,
          "September",
          9,
          "October",
          10,
          "November",
          11,
          "December",
          12);

  private GoTime() {}

  static long epochNanos(String expression) {
    Matcher date = DATE.matcher(expression);
    if (!date.matches()) {
      throw new IllegalArgumentException(expression);
    }
    long nanos = 1;
    for (String factor : date.group(7).split("\\*", -1)) {
      nanos *= Long.parseLong(factor.strip());
    }
    LocalDateTime local =
        LocalDateTime.of(
            number(date, 1),
            MONTHS.getOrDefault(date.group(2), 0),
            number(date, 3),
            number(date, 4),
            number(date, 5),
            number(date, 6));
    return local.toEpochSecond(ZoneOffset.ofTotalSeconds(offset(date.group(8)))) * 1_000_000_000L
        + nanos;
  }

  private static int number(Matcher date, int group) {
    return Integer.parseInt(date.group(group));
  }

  private static int offset(String zone) {
    if (zone.equals("time.UTC")) {
      return 0;
    }
    if (zone.equals("BSTTimeLocation")) {
      return 3600;
    }
    int seconds = 1;
    for (String factor : zone.substring(zone.lastIndexOf(',') + 1).split("\\*", -1)) {
      seconds *= Integer.parseInt(factor.strip());
    }
    return seconds;
  }
}
