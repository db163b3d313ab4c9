package io.dbintel.core.sql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The canonical form of one reading and its digest. Tokens are kept, separated by spaces, until
 * they are settled, so that a repeated list item can be taken back; what is settled goes into the
 * digest. Good for any number of readings, one after another. Not thread-safe.
 */
final class SqlFingerprint {
  /** Names the canonical form: it changes whenever equal texts would get a different digest. */
  private static final String VERSION = "s1:";

  private static final String HEX = "0123456789abcdef";
  private static final int PACKED = Long.BYTES;
  private static final int DIGEST_BYTES = 16;
  private static final int SETTLE_AT = 2048;

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest;
  private final boolean digesting;
  private final byte[] hash;
  private final byte[] hex = new byte[VERSION.length() + 2 * DIGEST_BYTES];
  // PlainTokens writes these too.
  byte[] bytes = new byte[2 * SETTLE_AT];
  int length;

  /**
   * Prepares for readings.
   *
   * @param digesting whether {@link #finish()} will be asked for
   */
  SqlFingerprint(boolean digesting) {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    this.digesting = digesting;
    this.hash = new byte[digest.getDigestLength()];
    for (int i = 0; i < VERSION.length(); i++) {
      hex[i] = (byte) VERSION.charAt(i);
    }
  }

  /** Forgets what was appended. */
  void begin() {
    digest.reset();
    length = 0;
  }

  /** Bytes not yet settled. */
  int length() {
    return length;
  }

  /** How much memory is held, in bytes. */
  int capacity() {
    return bytes.length;
  }

  /** Appends the lexer's current word, its ASCII letters in lower case. */
  void appendWord(SqlLexer lexer) {
    int size = lexer.end() - lexer.start();
    if (!lexer.packed()) {
      appendFolded(lexer.text(), lexer.start(), lexer.end());
      return;
    }
    reserve(2 * PACKED);
    if (size <= PACKED) {
      LONGS.set(bytes, length, lexer.tail() << (Long.SIZE - size * Byte.SIZE));
    } else {
      LONGS.set(bytes, length, lexer.head());
      LONGS.set(bytes, length + size - PACKED, lexer.tail());
    }
    length += size;
    bytes[length++] = ' ';
  }

  /** Appends a token, its ASCII letters in lower case. */
  void appendFolded(char[] text, int start, int end) {
    reserve(end - start);
    for (int i = start; i < end; i++) {
      char c = text[i];
      put(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    bytes[length++] = ' ';
  }

  /** Appends a token as it is. */
  void append(char[] text, int start, int end) {
    reserve(end - start);
    for (int i = start; i < end; i++) {
      put(text[i]);
    }
    bytes[length++] = ' ';
  }

  /** Appends a token of one character. */
  void append(char token) {
    reserve(1);
    put(token);
    bytes[length++] = ' ';
  }

  /** Takes back everything behind the first {@code newLength} unsettled bytes. */
  void retract(int newLength) {
    length = newLength;
  }

  /** Whether two ranges of the unsettled bytes are the same. */
  boolean same(int start, int end, int otherStart, int otherEnd) {
    return Arrays.equals(bytes, start, end, bytes, otherStart, otherEnd);
  }

  /** Declares that nothing appended so far will be taken back. */
  void settle() {
    if (length > SETTLE_AT) {
      if (digesting) {
        digest.update(bytes, 0, length);
      }
      length = 0;
    }
  }

  /** The fingerprint; empty if none was wanted. Nothing can be appended afterwards. */
  String finish() {
    if (!digesting) {
      return "";
    }
    digest.update(bytes, 0, length);
    try {
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("the digest has the length it says", e);
    }
    int at = VERSION.length();
    for (int i = 0; i < DIGEST_BYTES; i++) {
      hex[at++] = (byte) HEX.charAt((hash[i] >> 4) & 0xf);
      hex[at++] = (byte) HEX.charAt(hash[i] & 0xf);
    }
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  private void reserve(int characters) {
    int needed = length + 3 * characters + 2 * PACKED;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
  }

  /** UTF-8, but for surrogates, which stay two: all that matters is that no two texts are one. */
  private void put(char c) {
    if (c < 0x80) {
      bytes[length++] = (byte) c;
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xc0 | (c >> 6));
      bytes[length++] = (byte) (0x80 | (c & 0x3f));
    } else {
      bytes[length++] = (byte) (0xe0 | (c >> 12));
      bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
      bytes[length++] = (byte) (0x80 | (c & 0x3f));
    }
  }
}
