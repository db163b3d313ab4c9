package io.dbintel.jdbc.observe;

import java.util.List;

/** The sum of many differences: integers exactly, real numbers compensated. Not thread-safe. */
public final class StatementTotal {
  private final CounterKind[] kinds;
  private final long[] counts;
  private final CompensatedSum[] sums;
  private long rows;

  /** Nothing yet. */
  public StatementTotal(List<CounterKind> kinds) {
    this.kinds = kinds.toArray(new CounterKind[0]);
    counts = new long[this.kinds.length];
    sums = new CompensatedSum[this.kinds.length];
    for (int column = 0; column < sums.length; column++) {
      sums[column] = new CompensatedSum();
    }
  }

  /** Adds a row's. */
  public void add(StatementDelta delta) {
    rows++;
    for (int column = 0; column < kinds.length; column++) {
      switch (kinds[column]) {
        case COUNT -> counts[column] += delta.count(column);
        case SUM -> sums[column].add(delta.sum(column));
        case LEVEL -> {}
      }
    }
  }

  /** Of how many rows. */
  public long rows() {
    return rows;
  }

  /** By how much an integer rose. */
  public long count(int column) {
    return counts[column];
  }

  /** By how much a sum rose. */
  public double sum(int column) {
    return sums[column].value();
  }
}
