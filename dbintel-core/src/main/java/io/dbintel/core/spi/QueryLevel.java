package io.dbintel.core.spi;

/** How much a collector may ask of the server. The order of the constants is from most to least. */
public enum QueryLevel {
  /** All it knows to ask. */
  FULL,
  /** Only what is cheap. */
  REDUCED,
  /** Only what tells that the server lives. */
  MINIMAL;

  /** The one that asks less. */
  public QueryLevel lesser(QueryLevel other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
