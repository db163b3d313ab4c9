package io.dbintel.core.binding;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as they are written in configuration files: digits and a unit, nothing that reads one way
 * here and another way there. Each reader answers null for what it does not take.
 */
final class Units {
  private static final List<String> TIME_UNITS = List.of("d", "h", "m", "s", "ms");
  private static final long[] TIME_MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};
  private static final List<String> SIZE_UNITS = List.of("TiB", "GiB", "MiB", "KiB", "B");
  private static final int TIB_SHIFT = 40;

  private Units() {}

  /** {@code 250ms}, {@code 10s}, {@code 1h30m}: whole numbers with units, the largest first. */
  static @Nullable Duration duration(String text) {
    long millis = 0;
    int unit = -1;
    int at = 0;
    while (at < text.length() || unit < 0) {
      int digits = digitsEnd(text, at);
      int end = lettersEnd(text, digits);
      int found = TIME_UNITS.indexOf(text.substring(digits, end));
      Long number = integer(text.substring(at, digits));
      if (number == null || found <= unit) {
        return null;
      }
      try {
        millis = Math.addExact(millis, Math.multiplyExact(number, TIME_MILLIS[found]));
      } catch (ArithmeticException tooLong) {
        return null;
      }
      unit = found;
      at = end;
    }
    return Duration.ofMillis(millis);
  }

  /** {@code 16MiB}, {@code 4096B}. */
  static @Nullable Long size(String text) {
    int digits = digitsEnd(text, 0);
    int unit = SIZE_UNITS.indexOf(text.substring(digits));
    Long number = integer(text.substring(0, digits));
    if (number == null || unit < 0) {
      return null;
    }
    int shift = TIB_SHIFT - 10 * unit;
    return number > Long.MAX_VALUE >> shift ? null : Long.valueOf(number << shift);
  }

  /** Digits, perhaps after a minus. A leading zero is octal to some. */
  static @Nullable Long integer(String text) {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    boolean zeroLed = digits.length() > 1 && digits.startsWith("0");
    if (digits.isEmpty() || zeroLed || digitsEnd(digits, 0) != digits.length()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException tooLong) {
      return null;
    }
  }

  /** {@code 0.01}, {@code 1e-3} or {@code 1%}; finite. */
  static @Nullable Double number(String text) {
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1) : text;
    for (int i = 0; i < digits.length(); i++) {
      if ("0123456789.eE+-".indexOf(digits.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      double value = Double.parseDouble(digits) / (percent ? 100 : 1);
      return Double.isFinite(value) ? Double.valueOf(value) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** As {@link #duration} reads it. */
  static String text(Duration value) {
    long left = value.toMillis();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < TIME_MILLIS.length; i++) {
      long count = left / TIME_MILLIS[i];
      left %= TIME_MILLIS[i];
      if (count > 0) {
        text.append(count).append(TIME_UNITS.get(i));
      }
    }
    return text.length() == 0 ? "0s" : text.toString();
  }

  /** As {@link #size} reads it. */
  static String sizeText(long bytes) {
    for (int unit = 0; unit < SIZE_UNITS.size() - 1; unit++) {
      int shift = TIB_SHIFT - 10 * unit;
      if (bytes != 0 && bytes % (1L << shift) == 0) {
        return (bytes >> shift) + SIZE_UNITS.get(unit);
      }
    }
    return bytes + "B";
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int lettersEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
      end++;
    }
    return end;
  }
}
