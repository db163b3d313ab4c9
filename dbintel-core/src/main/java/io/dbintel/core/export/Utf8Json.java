package io.dbintel.core.export;

import java.util.Arrays;

/**
 * JSON text (RFC 8259) in UTF-8, appended to a buffer that grows. It knows how values look, not
 * where they may stand: commas and brackets are the caller's.
 *
 * <p>Control characters (C0, DEL and C1) and the separators U+2028 and U+2029 are escaped, so that
 * neither a reader of lines nor a terminal takes one for its own. A surrogate without its other
 * half, which UTF-8 cannot express, becomes U+FFFD. JSON has no number for NaN and the infinities:
 * they become the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}, as in the JSON
 * form of OTLP, so that a reader can tell them from an absent value.
 *
 * <p>Not thread-safe.
 */
final class Utf8Json {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final char REPLACEMENT = '\uFFFD';
  private static final int INITIAL_BYTES = 8 << 10;

  /** What one char needs at most: an escape of six bytes. */
  private static final int BYTES_PER_CHAR = 6;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  /** The bytes so far are the first {@link #length()} of these; valid until the next call. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Starts anew, and lets go of a buffer that grew beyond {@code keepBytes}. */
  void reset(int keepBytes) {
    length = 0;
    if (bytes.length > keepBytes) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  /** Appends one ASCII character as it is. */
  void raw(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  /** Appends ASCII text as it is. */
  void raw(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
  }

  void number(long value) {
    raw(Long.toString(value));
  }

  void number(double value) {
    if (Double.isFinite(value)) {
      raw(Double.toString(value));
    } else {
      string(Double.toString(value));
    }
  }

  void truth(boolean value) {
    raw(value ? "true" : "false");
  }

  void string(String text) {
    raw('"');
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      // Room for a pair of surrogates too: it is shorter than two escapes.
      reserve(BYTES_PER_CHAR);
      if (c == '"' || c == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
      } else if (mustEscape(c)) {
        escape(c);
      } else if (!Character.isSurrogate(c)) {
        utf8(c);
      } else if (Character.isHighSurrogate(c)
          && i < text.length()
          && Character.isLowSurrogate(text.charAt(i))) {
        utf8(Character.toCodePoint(c, text.charAt(i++)));
      } else {
        utf8(REPLACEMENT);
      }
    }
    raw('"');
  }

  private static boolean mustEscape(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
          bytes[length++] = HEX[(c >> shift) & 0xF];
        }
      }
    }
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x80) {
      bytes[length++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xC0 | (codePoint >> 6));
      continuation(codePoint);
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xE0 | (codePoint >> 12));
      continuation(codePoint >> 6);
      continuation(codePoint);
    } else {
      bytes[length++] = (byte) (0xF0 | (codePoint >> 18));
      continuation(codePoint >> 12);
      continuation(codePoint >> 6);
      continuation(codePoint);
    }
  }

  private void continuation(int bits) {
    bytes[length++] = (byte) (0x80 | (bits & 0x3F));
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      int needed = Math.addExact(length, more);
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
