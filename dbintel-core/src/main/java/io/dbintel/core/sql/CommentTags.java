package io.dbintel.core.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a client said of itself in a comment, in the format of sqlcommenter: {@code
 * key='value',key='value'}, both URL-encoded. Of a comment that is of this format in full, the keys
 * that the format defines are taken, if their values look as they should; nothing else of any
 * comment is ever passed on.
 */
final class CommentTags {
  private static final int MAX_COMMENT = 4_096;
  private static final int MAX_VALUE = 128;
  private static final int TRACE_PARENT_LENGTH = 55;
  private static final String TRACE_PARENT = "traceparent";

  private static final Set<String> KEYS =
      Set.of(
          "action",
          "application",
          "controller",
          "db_driver",
          "framework",
          "job",
          "route",
          TRACE_PARENT);

  private final char[] in;
  private final int end;
  private final Map<String, String> tags = new TreeMap<>();
  private int position;

  private CommentTags(char[] in, int start, int end) {
    this.in = in;
    this.position = start;
    this.end = end;
  }

  /**
   * Reads a comment.
   *
   * @param start where its mark begins
   * @param end behind its closing mark
   */
  static Map<String, String> read(char[] in, int start, int end) {
    if (start < 0 || end - start > MAX_COMMENT) {
      return Map.of();
    }
    CommentTags comment = new CommentTags(in, start + 2, end - 2);
    return comment.readAll() && !comment.tags.isEmpty() ? Map.copyOf(comment.tags) : Map.of();
  }

  private boolean readAll() {
    do {
      skipSpaces();
      int key = position;
      while (position < end && isKeyPart(in[position])) {
        position++;
      }
      int keyEnd = position;
      if (keyEnd == key || !take('=') || !take('\'')) {
        return false;
      }
      int value = position;
      while (position < end && in[position] != '\'') {
        position += in[position] == '\\' ? 2 : 1;
      }
      if (position >= end) {
        return false;
      }
      accept(new String(in, key, keyEnd - key), new String(in, value, position - value));
      position++;
      skipSpaces();
    } while (take(','));
    return position == end;
  }

  private void accept(String key, String encoded) {
    if (!KEYS.contains(key) || encoded.length() > 3 * MAX_VALUE) {
      return;
    }
    String value;
    try {
      value = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return; // Not URL-encoded, so not of this format.
    }
    if (key.equals(TRACE_PARENT) ? isTraceParent(value) : isLabel(value)) {
      tags.put(key, value);
    }
  }

  /** Version 00 of W3C's Trace Context, the ids not all zero. */
  private static boolean isTraceParent(String value) {
    if (value.length() != TRACE_PARENT_LENGTH || !value.startsWith("00-")) {
      return false;
    }
    for (int i = 3; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean dash = i == 35 || i == 52;
      boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (dash ? c != '-' : !hex) {
        return false;
      }
    }
    return !value.startsWith("0".repeat(32), 3) && !value.startsWith("0".repeat(16), 36);
  }

  private static boolean isLabel(String value) {
    if (value.isEmpty() || value.length() > MAX_VALUE) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && " _-./:#<>{}*$^()?\\".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKeyPart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.'
        || c == '%';
  }

  private boolean take(char c) {
    if (position < end && in[position] == c) {
      position++;
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (position < end && in[position] == ' ') {
      position++;
    }
  }
}
