package io.dbintel.jdbc.observe;

/** How a column of a table of counters behaves from one reading to the next. */
public enum CounterKind {
  /** An integer that only grows while its row lives. */
  COUNT,
  /** A sum of real numbers of at least 0, which only grows while its row lives. */
  SUM,
  /** A number that describes the row as a whole, such as a mean: it has no difference. */
  LEVEL
}
