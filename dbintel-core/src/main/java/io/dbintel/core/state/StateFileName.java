package io.dbintel.core.state;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The names of the files in a folder of state. A key may be any text; its file's name is what is
 * harmless of it, so that an operator recognises it, and half of its SHA-256, so that no two keys
 * share a file.
 */
final class StateFileName {
  private static final int READABLE_CHARS = 60;
  private static final int DIGEST_BYTES = 16;
  private static final String SUFFIX = ".state";
  private static final Pattern STATE = Pattern.compile("[a-z0-9_-]{1,61}[0-9a-f]{32}\\.state");
  private static final Pattern TEMPORARY = Pattern.compile(STATE + "\\.tmp");
  private static final Pattern BROKEN = Pattern.compile(STATE + "\\.broken-\\d+");

  private StateFileName() {}

  static String of(String key) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < Math.min(key.length(), READABLE_CHARS); i++) {
      char c = key.charAt(i);
      boolean harmless = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      name.append(harmless ? c : '_');
    }
    return name.append('_').append(digest(key)).append(SUFFIX).toString();
  }

  static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  /** Numbers sort as text as long as nanoseconds since 1970 have nineteen digits. */
  static Path broken(Path file, long number) {
    return file.resolveSibling(file.getFileName() + ".broken-" + number);
  }

  static boolean isState(Path file) {
    return STATE.matcher(file.getFileName().toString()).matches();
  }

  static boolean isTemporary(Path file) {
    return TEMPORARY.matcher(file.getFileName().toString()).matches();
  }

  static boolean isBroken(Path file) {
    return BROKEN.matcher(file.getFileName().toString()).matches();
  }

  /** When a broken file was set aside, as text that sorts. */
  static String brokenSince(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('-') + 1);
  }

  private static String digest(String key) {
    ByteBuffer chars = ByteBuffer.allocate(2 * key.length());
    for (int i = 0; i < key.length(); i++) {
      chars.putChar(key.charAt(i));
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(chars.array());
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
