package io.dbintel.jdbc.logs;

import io.dbintel.jdbc.logs.LogSink.Loss;
import java.util.Arrays;

/**
 * Cuts bytes into lines and hands each on once it is complete. Keeps what is left of the last one,
 * up to a bound. Belongs to one writer.
 */
final class LineCutter {
  private final int maxBytes;
  private final LineHandler handler;
  private final LogSink sink;
  private byte[] rest = new byte[0];
  private int length;
  private boolean tooLong;
  private long start;
  private long offset;
  private long number = 1;

  LineCutter(int maxBytes, LineHandler handler, LogSink sink, long offset) {
    this.maxBytes = maxBytes;
    this.handler = handler;
    this.sink = sink;
    this.offset = offset;
    start = offset;
  }

  void read(byte[] bytes, int from, int to) {
    int begin = from;
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        offset += at + 1 - begin;
        lineEnd(bytes, begin, at);
        begin = at + 1;
      }
    }
    offset += to - begin;
    keep(bytes, begin, to);
  }

  /** The log ends here: what has no line end is a line all the same. */
  void end() {
    if (start < offset) {
      lineEnd(rest, 0, 0);
    }
  }

  boolean isBetweenLines() {
    return start == offset;
  }

  /** The offset of the first byte of a line that is not complete. */
  long start() {
    return start;
  }

  private void lineEnd(byte[] bytes, int from, int to) {
    if (length > 0 && !tooLong) {
      keep(bytes, from, to);
    }
    if (tooLong || to - from > maxBytes) {
      sink.lost(Loss.TOO_LONG, offset - start);
      handler.gap(offset);
    } else if (length > 0) {
      handler.line(line(rest, 0, length));
    } else {
      handler.line(line(bytes, from, to));
    }
    number++;
    start = offset;
    length = 0;
    tooLong = false;
    rest = rest.length > 1 << 16 ? new byte[0] : rest;
  }

  /** On Windows a line ends with two characters. */
  private Line line(byte[] bytes, int from, int to) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    return new Line(bytes, from, end, start, offset, number);
  }

  private void keep(byte[] bytes, int from, int to) {
    int more = to - from;
    if (tooLong || more > maxBytes - length) {
      tooLong = true;
      rest = new byte[0];
      length = 0;
      return;
    }
    if (length + more > rest.length) {
      rest = Arrays.copyOf(rest, Math.min(maxBytes, Math.max(length + more, 2 * rest.length)));
    }
    System.arraycopy(bytes, from, rest, length, more);
    length += more;
  }
}
