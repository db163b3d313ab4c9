package io.dbintel.processors.plan;

/** A part of a buffer as a text, moved about instead of made anew. Not thread-safe. */
final class CharRegion implements CharSequence {
  private char[] buffer = new char[0];
  private int offset;
  private int length;

  CharRegion of(char[] newBuffer, int newOffset, int newLength) {
    buffer = newBuffer;
    offset = newOffset;
    length = newLength;
    return this;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    return buffer[offset + index];
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new String(buffer, offset + start, end - start);
  }

  @Override
  public String toString() {
    return new String(buffer, offset, length);
  }
}
