package io.dbintel.jdbc.logs;

import java.nio.charset.StandardCharsets;

/**
 * A line as it stands in the bytes, without its line end. Valid until the handler returns.
 *
 * @param from where it begins in {@code bytes}
 * @param to where it ends in {@code bytes}
 * @param start the offset of its first byte in the log
 * @param end the offset of the first byte after its line end
 * @param number its number, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and a copy of each line would be dear.
record Line(byte[] bytes, int from, int to, long start, long end, long number) {

  /** Its text; bytes that are no UTF-8 become U+FFFD: each database writes in its own encoding. */
  String text() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  long size() {
    return end - start;
  }

  boolean isEmpty() {
    return from == to;
  }
}
