package io.dbintel.processors.regression;

/**
 * What an execution costs, in the order in which it is judged: work before time, because work does
 * not depend on what else the server does.
 */
enum Measure {
  /** Shared blocks found in the cache or read. */
  BLOCKS(0, "blocks", "blocks an execution"),
  /** Blocks of temporary files read or written. */
  TEMP(1, "temp", "temporary blocks an execution"),
  /** Seconds. */
  TIME(2, "time", "seconds an execution");

  static final int COUNT = 3;

  private final int index;
  private final String text;
  private final String words;

  Measure(int index, String text, String words) {
    this.index = index;
    this.text = text;
    this.words = words;
  }

  /** Its place in what is kept, also over a restart. */
  int index() {
    return index;
  }

  static Measure at(int index) {
    for (Measure measure : values()) {
      if (measure.index == index) {
        return measure;
      }
    }
    throw new IllegalArgumentException("no measure has the index " + index);
  }

  /** As {@link RegressionAttributes#MEASURE} says it. */
  String text() {
    return text;
  }

  /** With its unit, for a sentence. */
  String words() {
    return words;
  }

  /**
   * On the scale on which it is compared. Counts are taken one up: from no block to one is twice as
   * much, and not infinitely more.
   */
  double scaled(double value) {
    return this == TIME ? Math.log(Math.max(value, 1e-9)) : Math.log1p(Math.max(value, 0));
  }

  /** Back from the scale. */
  double unscaled(double scaled) {
    return this == TIME ? Math.exp(scaled) : Math.expm1(scaled);
  }
}
