package io.dbintel.docs;

import io.dbintel.core.binding.OptionType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sentence says of bounds and default, such as {@code "from sample to sample, 100 ms to 60
 * s; default 1 s"}, written as a file says it.
 *
 * @param min null if no range is told
 * @param max null if no range is told
 * @param defaultValue null if none is told
 */
record Prose(@Nullable String min, @Nullable String max, @Nullable String defaultValue) {
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("ms", "ms"),
          Map.entry("s", "s"),
          Map.entry("min", "m"),
          Map.entry("h", "h"),
          Map.entry("day", "d"),
          Map.entry("days", "d"),
          Map.entry("B", "B"),
          Map.entry("KiB", "KiB"),
          Map.entry("MiB", "MiB"),
          Map.entry("GiB", "GiB"),
          Map.entry("TiB", "TiB"),
          Map.entry("%", "%"));

  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final List<String> SIZES = List.of("B", "KiB", "MiB", "GiB", "TiB");

  static Prose of(String sentence, OptionType type) {
    List<String> words = words(sentence);
    String min = null;
    String max = null;
    String otherwise = null;
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("to") && i > 0 && i + 1 < words.size()) {
        String left = words.get(i - 1);
        String right = words.get(i + 1);
        if (isAmount(left) && isAmount(right) && min == null) {
          min = same(left, type);
          max = same(right, type);
        }
      }
      if (words.get(i).equals("default") && i + 1 < words.size()) {
        String next = words.get(i + 1);
        otherwise = isAmount(next) || next.equals("true") || next.equals("false") ? next : null;
        otherwise = otherwise == null ? null : same(otherwise, type);
      }
    }
    return new Prose(min, max, otherwise);
  }

  private static boolean isAmount(String word) {
    return Character.isDigit(word.charAt(0));
  }

  /** 60s and 1m are one duration, and 64KiB and 65536B one size. */
  private static String same(String amount, OptionType type) {
    int end = 0;
    while (end < amount.length() && ".0123456789".indexOf(amount.charAt(end)) >= 0) {
      end++;
    }
    if (end == 0) {
      return amount;
    }
    double number = Double.parseDouble(amount.substring(0, end));
    String unit = amount.substring(end);
    return switch (type.kind()) {
      case DURATION ->
          type.text(Duration.ofMillis(Math.round(number * MILLIS.getOrDefault(unit, 0L))));
      case SIZE -> type.text(((long) number) << (10 * Math.max(0, SIZES.indexOf(unit))));
      case NUMBER -> type.text(unit.equals("%") ? number / 100 : number);
      default -> amount;
    };
  }

  /** Numbers with the spaces of their thousands and with their unit are one word. */
  private static List<String> words(String sentence) {
    List<String> words = new ArrayList<>();
    for (String raw : sentence.split("[\\s;,()]+", -1)) {
      String word = raw.endsWith(".") ? raw.substring(0, raw.length() - 1) : raw;
      int last = words.size() - 1;
      boolean afterNumber = last >= 0 && isDigits(words.get(last));
      if (afterNumber && word.length() == 3 && isDigits(word)) {
        words.set(last, words.get(last) + word);
      } else if (afterNumber && UNITS.containsKey(word)) {
        words.set(last, words.get(last) + UNITS.get(word));
      } else if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static boolean isDigits(String word) {
    return word.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
