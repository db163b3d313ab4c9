package io.dbintel.jdbc.observe;

import org.jspecify.annotations.Nullable;

/**
 * Lets a name that a client chose leave the process only as far as it looks like a name.
 *
 * <p>Application names, and to a lesser degree user and database names, are free text: programs
 * write e-mail addresses, customer numbers and tokens into them. What passes is made of words of
 * letters, digits and {@code . _ - : / ( ) [ ] # + ,}. The rest is replaced by {@code ?}:
 *
 * <ul>
 *   <li>the whole name, if there is an {@code @} in it;
 *   <li>a word with any other character in it, such as a quote, {@code =} or {@code %};
 *   <li>{@value #MAX_DIGITS} or more digits in a word, or in several words with nothing but single
 *       separators between them: card, account and telephone numbers, identifiers; addresses and
 *       dates are hit as well, which costs little and keeps the number of different names low;
 *   <li>a word with {@value #MAX_MIXED} or more letters and digits in a row, if there are both:
 *       tokens;
 *   <li>what is beyond {@value #MAX_LENGTH} characters.
 * </ul>
 *
 * <p>A name that consists of a person's name passes. Linear in the name's length, without regular
 * expressions. Stateless and thread-safe.
 */
public final class SafeName {
  /** How many characters are kept: as many as PostgreSQL keeps of an identifier. */
  public static final int MAX_LENGTH = 63;

  private static final int MAX_DIGITS = 7;
  private static final int MAX_MIXED = 20;
  private static final String PUNCTUATION = "._-:/()[]#+,";
  private static final String MASK = "?";

  private SafeName() {}

  /** What may be told of {@code name}; empty for null. */
  public static String of(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return "";
    }
    // Far longer names than a server keeps do not reach us, but nothing here relies on it.
    String head = name.length() > 4 * MAX_LENGTH ? name.substring(0, 4 * MAX_LENGTH) : name;
    if (head.indexOf('@') >= 0 || head.indexOf('\uFF20') >= 0) {
      return MASK;
    }
    boolean[] hidden = new boolean[head.length()];
    hideDigits(head, hidden);
    hideWords(head, hidden);
    return render(head, hidden);
  }

  /** Marks groups of digits, with at most one separator between two digits, that are too long. */
  private static void hideDigits(String text, boolean[] hidden) {
    int start = -1;
    int last = -1;
    int digits = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean digit = i < text.length() && Character.isDigit(text.charAt(i));
      boolean gap = i < text.length() && !digit && last == i - 1 && isSeparator(text.charAt(i));
      if (digit) {
        start = digits == 0 ? i : start;
        last = i;
        digits++;
      } else if (!gap && digits > 0) {
        hide(hidden, digits >= MAX_DIGITS, start, last + 1);
        digits = 0;
      }
    }
  }

  private static void hideWords(String text, boolean[] hidden) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && !isSpace(text.charAt(i))) {
        continue;
      }
      hide(hidden, !isSafeWord(text, start, i), start, i);
      start = i + 1;
    }
  }

  private static boolean isSafeWord(String text, int start, int end) {
    int digits = 0;
    int run = 0;
    boolean letterInRun = false;
    boolean digitInRun = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        boolean digit = Character.isDigit(c);
        digits += digit ? 1 : 0;
        digitInRun |= digit;
        letterInRun |= !digit;
        run++;
        if (digits >= MAX_DIGITS || (run >= MAX_MIXED && letterInRun && digitInRun)) {
          return false;
        }
      } else if (PUNCTUATION.indexOf(c) >= 0) {
        run = 0;
        letterInRun = false;
        digitInRun = false;
      } else {
        return false;
      }
    }
    return true;
  }

  private static String render(String text, boolean[] hidden) {
    StringBuilder safe = new StringBuilder(MAX_LENGTH);
    boolean masked = false;
    for (int i = 0; i < text.length() && safe.length() < MAX_LENGTH; i++) {
      if (!hidden[i]) {
        safe.append(isSpace(text.charAt(i)) ? ' ' : text.charAt(i));
        masked = false;
      } else if (!masked) {
        safe.append(MASK);
        masked = true;
      }
    }
    return safe.toString().strip();
  }

  private static void hide(boolean[] hidden, boolean really, int start, int end) {
    for (int i = start; really && i < end; i++) {
      hidden[i] = true;
    }
  }

  private static boolean isSeparator(char c) {
    return isSpace(c) || PUNCTUATION.indexOf(c) >= 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
