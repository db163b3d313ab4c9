package io.dbintel.processors.regression;

import java.io.IOException;

/** Checks of what is read from a stored state: bytes of another make are refused. Stateless. */
final class StateForm {
  private StateForm() {}

  static int inRange(int value, int min, int max) throws IOException {
    if (value < min || value > max) {
      throw new IOException("a number out of its range");
    }
    return value;
  }

  /** A span of time that somebody may have configured. */
  static long seconds(long value) throws IOException {
    if (value < 0 || value > 1_000_000_000L) {
      throw new IOException("a time out of its range");
    }
    return value;
  }

  static double finite(double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IOException("a number that is none");
    }
    return value;
  }
}
