package io.dbintel.core.event;

/**
 * How dear an event is when there is no room for all. The order of the constants is the order of
 * value: under overload the last constant is given up first.
 */
public enum Priority {
  /** A conclusion an operator should see: a regression, a duplicate target, a missing grant. */
  FINDING,
  /** Evidence that cannot be had again: a blocking chain, a plan that changed. */
  IMPORTANT,
  /** The ordinary sample or measurement. */
  NORMAL,
  /** What is nice to have and plentiful. */
  BULK;

  /** True if this priority is given up before {@code other} when there is no room for both. */
  public boolean isBelow(Priority other) {
    return compareTo(other) > 0;
  }
}
