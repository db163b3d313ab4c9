package io.dbintel.processors.plan;

/**
 * Reads the numbers that plans are full of, such as {@code 1234.56}, out of a buffer without making
 * a text of each.
 */
final class Decimals {
  /** Every integer below this is a double, and so is every power of ten up to 10²². */
  private static final long EXACT = 1L << 53;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16
  };

  private Decimals() {}

  /** The number, correctly rounded as one division of two exact ones is; NaN if it is none. */
  static double parse(char[] buffer, int offset, int length) {
    int end = offset + length;
    int i = offset;
    boolean negative = i < end && buffer[i] == '-';
    if (negative) {
      i++;
    }
    long digits = 0;
    int scale = -1;
    int count = 0;
    for (; i < end; i++) {
      char c = buffer[i];
      if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
        count++;
        if (scale >= 0) {
          scale++;
        }
        if (digits >= EXACT) {
          return slow(buffer, offset, length);
        }
      } else if (c == '.' && scale < 0) {
        scale = 0;
      } else {
        return slow(buffer, offset, length);
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    if (scale >= POWERS.length) {
      return slow(buffer, offset, length);
    }
    double value = scale > 0 ? digits / POWERS[scale] : digits;
    return negative ? -value : value;
  }

  private static double slow(char[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if ("0123456789.eE+-".indexOf(buffer[i]) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(new String(buffer, offset, length));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
