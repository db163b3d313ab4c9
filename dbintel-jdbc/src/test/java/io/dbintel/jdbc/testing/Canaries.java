package io.dbintel.jdbc.testing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Made-up personal data and secrets, each for one place, so that one that got out tells where it
 * was put in. A text is searched for pieces of them, whatever their case and separators, as they
 * stand and as they are in a URL.
 */
public final class Canaries {
  /** Neither vowels nor hexadecimal digits: no word and no fingerprint looks like this. */
  private static final String LETTERS = "ghjkmnpqrstvwxz";

  private static final int DIGITS_IN_A_ROW = 12;
  private static final int LETTERS_IN_A_ROW = 10;

  private final Random random = new Random(4711);
  private final Map<String, String> placeOfPiece = new HashMap<>();

  /** A card number of 16 digits with a right check digit. */
  public String card(String place) {
    StringBuilder card = new StringBuilder("4");
    while (card.length() < 15) {
      card.append(random.nextInt(10));
    }
    card.append(checkDigit(card));
    return plant(place, card.toString(), DIGITS_IN_A_ROW);
  }

  /** A card number in groups of four. */
  public String card(String place, String separator) {
    String card = card(place);
    return String.join(
        separator,
        card.substring(0, 4),
        card.substring(4, 8),
        card.substring(8, 12),
        card.substring(12));
  }

  /** An e-mail address. */
  public String mail(String place) {
    return "jane." + word(place) + '@' + word(place) + ".example";
  }

  /** Something like a password. */
  public String token(String place) {
    return "T0p-" + word(place) + "!7";
  }

  /** Letters alone, for where nothing else is allowed. */
  public String word(String place) {
    StringBuilder word = new StringBuilder();
    while (word.length() < 14) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return plant(place, word.toString(), LETTERS_IN_A_ROW);
  }

  /** Looks for this as well: a canary as it was written in a place. */
  public String written(String place, String form) {
    return plant(place, form, DIGITS_IN_A_ROW);
  }

  /** The places of those that are in a text. */
  public Set<String> foundIn(String text) {
    Set<String> found = new TreeSet<>();
    find(plain(text), found);
    if (text.indexOf('%') >= 0) {
      find(plain(percentDecoded(text)), found);
    }
    return found;
  }

  private String plant(String place, String canary, int length) {
    String plain = plain(canary);
    for (int i = 0; i + length <= plain.length(); i++) {
      placeOfPiece.put(plain.substring(i, i + length), place);
    }
    return canary;
  }

  private void find(String plain, Set<String> found) {
    find(plain, DIGITS_IN_A_ROW, found);
    find(plain, LETTERS_IN_A_ROW, found);
  }

  private void find(String plain, int length, Set<String> found) {
    for (int i = 0; i + length <= plain.length(); i++) {
      String place = placeOfPiece.get(plain.substring(i, i + length));
      if (place != null) {
        found.add(place);
      }
    }
  }

  /** Letters and digits in lower case, and nothing in between. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static String percentDecoded(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (text.charAt(i) == '%' && high >= 0 && low >= 0) {
        decoded.append((char) (16 * high + low));
        i += 2;
      } else {
        decoded.append(text.charAt(i));
      }
    }
    return decoded.toString();
  }

  /** Luhn's, of ISO/IEC 7812-1. */
  private static int checkDigit(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = 2 * digit;
      sum += i % 2 == 0 ? twice / 10 + twice % 10 : digit;
    }
    return (10 - sum % 10) % 10;
  }
}
