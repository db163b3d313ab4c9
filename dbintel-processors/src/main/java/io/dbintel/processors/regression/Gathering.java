package io.dbintel.processors.regression;

import org.jspecify.annotations.Nullable;

/** Adds up intervals until they are long enough to be a sample. Not thread-safe. */
final class Gathering {
  private double calls;
  private double seconds;
  private double hit;
  private double read;
  private double temp;
  private double rows;
  private double elapsed;
  private long batch = Long.MIN_VALUE;

  /**
   * Adds an interval.
   *
   * @param length how long it was; intervals of the same reading, of several roles, count once
   * @param reading which reading it is of
   */
  void add(
      double moreCalls,
      double moreSeconds,
      double moreHit,
      double moreRead,
      double moreTemp,
      double moreRows,
      double length,
      long reading) {
    calls += moreCalls;
    seconds += moreSeconds;
    hit += moreHit;
    read += moreRead;
    temp += moreTemp;
    rows += moreRows;
    if (reading != batch) {
      elapsed += length;
      batch = reading;
    }
  }

  boolean isEmpty() {
    return calls == 0;
  }

  void clear() {
    calls = 0;
    seconds = 0;
    hit = 0;
    read = 0;
    temp = 0;
    rows = 0;
    elapsed = 0;
  }

  /** The sample, once it spans so many seconds and another reading began; else null. */
  @Nullable Sample take(double span, long reading) {
    if (isEmpty() || reading == batch || elapsed < span) {
      return null;
    }
    double blocks = hit + read;
    Sample sample =
        new Sample(
            blocks / calls,
            temp / calls,
            seconds / calls,
            rows / calls,
            blocks > 0 ? read / blocks : 0,
            calls,
            elapsed);
    clear();
    return sample;
  }
}
