package io.dbintel.core.event;

import java.util.List;

/**
 * How large an event is, in bytes, as an exporter would write it: names and values in UTF-8 plus a
 * few bytes of framing for each attribute. It is kept while attributes are set, so that asking
 * costs nothing, and it is what every bound in bytes is measured in.
 */
public final class EventSize {
  /** What an event without attributes weighs: type, target, time, priority. */
  public static final int BASE = 64;

  /** What an attribute weighs beside its name and value. */
  static final int PER_ATTRIBUTE = 6;

  /** What a number or a truth value weighs. */
  static final int NUMBER = 8;

  private EventSize() {}

  /** The length of {@code text} in UTF-8, in bytes. Linear in the text; allocates nothing. */
  public static int utf8Length(CharSequence text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      // A pair of surrogates is four bytes in UTF-8, so each half counts two.
      bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return bytes;
  }

  static int ofTexts(List<String> texts) {
    int bytes = 0;
    for (String text : texts) {
      bytes += PER_ATTRIBUTE + utf8Length(text);
    }
    return bytes;
  }
}
