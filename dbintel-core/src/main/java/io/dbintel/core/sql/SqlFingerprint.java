package io.dbintel.core.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The canonical form of one reading and its digest. Tokens are kept, separated by spaces, until
 * they are settled, so that a repeated list item can be taken back; what is settled goes into the
 * digest. Not thread-safe.
 */
final class SqlFingerprint {
  /** Names the canonical form: it changes whenever equal texts would get a different digest. */
  private static final String VERSION = "s1:";

  private static final int DIGEST_BYTES = 16;
  private static final int SETTLE_AT = 2048;

  private final MessageDigest digest;
  private byte[] bytes;
  private int length;

  /**
   * Starts an empty form.
   *
   * @param prototype an unused SHA-256; cloned, as looking one up costs more than it computes
   * @param expected how many characters will follow, roughly
   */
  SqlFingerprint(MessageDigest prototype, int expected) {
    try {
      this.digest = (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of " + prototype.getProvider() + " has no clone", e);
    }
    this.bytes = new byte[Math.min(expected, SETTLE_AT) + 64];
  }

  static MessageDigest prototype() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Bytes not yet settled. */
  int length() {
    return length;
  }

  /** Appends a token, its ASCII letters in lower case. */
  void appendFolded(String sql, int start, int end) {
    reserve(end - start);
    for (int i = start; i < end; i++) {
      char c = sql.charAt(i);
      put(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    put(' ');
  }

  /** Appends a token as it is. */
  void append(String sql, int start, int end) {
    reserve(end - start);
    for (int i = start; i < end; i++) {
      put(sql.charAt(i));
    }
    put(' ');
  }

  void append(String token) {
    append(token, 0, token.length());
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
      digest.update(bytes, 0, length);
      length = 0;
    }
  }

  /** The fingerprint. Nothing can be appended afterwards. */
  String finish() {
    digest.update(bytes, 0, length);
    return VERSION + HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
  }

  private void reserve(int characters) {
    int needed = length + 3 * characters + 1;
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
