package io.dbintel.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks for {@link PlantedData} in texts, with or without separators, in any case. */
final class LeakScan {
  private static final int RUN = 12;
  private static final String EMAIL_PART = "canary";

  private final List<String> leaks = new ArrayList<>();
  private long characters;

  /** Looks through a text; {@code where} is how a leak in it is told. */
  LeakScan in(String where, String text) {
    characters += text.length();
    for (String line : text.split("\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).contains(EMAIL_PART)) {
        leaks.add(where + " holds an e-mail address");
      }
      if (withoutSeparators(line).contains(PlantedData.CARD.substring(0, RUN))) {
        leaks.add(where + " holds a card number");
      }
    }
    return this;
  }

  /** Where something was found, each place once. */
  List<String> leaks() {
    return leaks.stream().distinct().toList();
  }

  /** How much was looked through. */
  long characters() {
    return characters;
  }

  private static String withoutSeparators(String line) {
    StringBuilder rest = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != ' ' && c != '-' && c != '.' && c != '_') {
        rest.append(c);
      }
    }
    return rest.toString();
  }
}
