package io.dbintel.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of bytes, one at a time, without a limit on their number and with one on their length. Not
 * thread-safe.
 */
final class InputLines {
  /** A longer line is skipped. */
  static final int MAX_BYTES = 64 << 20;

  private final InputStream in;
  private final byte[] chunk = new byte[1 << 16];
  private byte[] line = new byte[1 << 10];
  private int next;
  private int end;
  private int length;
  private boolean tooLong;

  InputLines(InputStream in) {
    this.in = in;
  }

  /**
   * Goes to the next line, which may be the last one without a line feed.
   *
   * @return false at the end
   */
  boolean advance() throws IOException {
    length = 0;
    tooLong = false;
    boolean any = false;
    while (true) {
      if (next == end) {
        end = in.read(chunk);
        next = 0;
        if (end <= 0) {
          end = 0;
          return any;
        }
      }
      any = true;
      int feed = next;
      while (feed < end && chunk[feed] != '\n') {
        feed++;
      }
      keep(next, feed);
      if (feed < end) {
        next = feed + 1;
        return true;
      }
      next = end;
    }
  }

  private void keep(int from, int to) {
    int more = to - from;
    tooLong |= more > MAX_BYTES - length;
    if (tooLong) {
      return;
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, Math.min(MAX_BYTES, line.length * 2)));
    }
    System.arraycopy(chunk, from, line, length, more);
    length += more;
  }

  /** The line's bytes are the first {@link #length} of these, until the next line. */
  byte[] bytes() {
    return line;
  }

  /** How many bytes the line has. */
  int length() {
    return length;
  }

  /** True if the line is longer than can be taken. */
  boolean isTooLong() {
    return tooLong;
  }

  /** True if the line has nothing but white space. */
  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] > ' ' || line[i] < 0) {
        return false;
      }
    }
    return !tooLong;
  }

  /** True if the next line is not here yet, so that it is time to show what was written. */
  boolean mustWait() throws IOException {
    return next == end && in.available() == 0;
  }
}
