package io.dbintel.jdbc.observe;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * By how much the counters of one row rose. Valid until the next reading is begun; not thread-safe.
 *
 * <p>A difference is that of two cumulative values, never a sum of smaller differences, so that
 * what is told of a row over its life adds up to what the row says: integers exactly, real numbers
 * to the rounding of one subtraction each. Only what was held back over the end of a row's life is
 * added to what the next one brought.
 */
public final class StatementDelta {
  private final Side now;
  private final @Nullable Side before;
  private final long @Nullable [] carried;
  private final CounterKind[] kinds;
  private final RowKey key;
  private final boolean exact;
  private final boolean gone;
  private final @Nullable Waited waited;

  /** Cells of one row, somewhere in an array. */
  static final class Side {
    private final long[] cells;
    private final int offset;
    private final long columns;

    Side(long[] cells, int offset, long columns) {
      this.cells = cells;
      this.offset = offset;
      this.columns = columns;
    }

    Side copy(int width) {
      return new Side(Arrays.copyOfRange(cells, offset, offset + width), 0, columns);
    }

    boolean has(int column) {
      return (columns >>> column & 1) != 0;
    }

    long count(int column) {
      return cells[offset + column];
    }

    double number(int column) {
      return Double.longBitsToDouble(cells[offset + column]);
    }
  }

  record RowKey(long id, long scope, boolean nested) {}

  /**
   * How a rise was held back that is told now.
   *
   * @param fromNanos when the interval began in which it was first held back, by the clock of
   *     whoever held it
   * @param lossy whether any of the intervals since was lossy
   */
  public record Waited(long fromNanos, boolean lossy) {}

  StatementDelta(
      RowKey key,
      CounterKind[] kinds,
      Side now,
      @Nullable Side before,
      long @Nullable [] carried,
      boolean merged,
      @Nullable Waited waited) {
    this.key = key;
    this.kinds = kinds;
    this.now = now;
    this.before = before;
    this.carried = carried;
    this.exact = carried == null && !merged;
    this.waited = waited;
    gone = false;
  }

  /** What a row left that is there no more. */
  StatementDelta(RowKey key, CounterKind[] kinds, long[] left, Waited waited) {
    this.key = key;
    this.kinds = kinds;
    now = new Side(new long[kinds.length], 0, 0);
    before = null;
    carried = left;
    exact = false;
    gone = true;
    this.waited = waited;
  }

  /** First part of the row's key. */
  public long id() {
    return key.id();
  }

  /** Second part of the row's key. */
  public long scope() {
    return key.scope();
  }

  /** Third part of the row's key. */
  public boolean isNested() {
    return key.nested();
  }

  /** True if the row is there no more, so that nothing else will be known of it. */
  public boolean isGone() {
    return gone;
  }

  /** How it was held back: then it is of more than the last interval; null if it was not. */
  public @Nullable Waited waited() {
    return waited;
  }

  /** By how much an integer rose. */
  public long count(int column) {
    long rise = 0;
    if (told(column)) {
      rise = now.count(column) - (before == null ? 0 : before.count(column));
    }
    return rise + (carried == null ? 0 : carried[column]);
  }

  /** By how much a sum rose. */
  public double sum(int column) {
    double rise = 0;
    if (told(column)) {
      rise = now.number(column) - (before == null ? 0 : before.number(column));
    }
    return rise + (carried == null ? 0 : Double.longBitsToDouble(carried[column]));
  }

  /** What an integer is. */
  public long countNow(int column) {
    return now.count(column);
  }

  /** What an integer was; 0 if the row's life began since. */
  public long countBefore(int column) {
    return before == null ? 0 : before.count(column);
  }

  /** What a real number is. */
  public double numberNow(int column) {
    return now.number(column);
  }

  /** What a real number was; 0 if the row's life began since. */
  public double numberBefore(int column) {
    return before == null ? 0 : before.number(column);
  }

  /**
   * True if the rise is that of one life of one row, so that conclusions from levels may be drawn,
   * and this column was there at both ends.
   */
  public boolean isOfOneLife(int column) {
    return exact && told(column);
  }

  /** A column that came with this reading has no known beginning, unless the row has one. */
  private boolean told(int column) {
    return now.has(column) && (before == null || before.has(column));
  }

  RowKey key() {
    return key;
  }

  @Nullable Side before() {
    return before;
  }

  long @Nullable [] carried() {
    return carried;
  }

  /** All rises, as cells. */
  long[] toCells() {
    long[] cells = new long[kinds.length];
    for (int column = 0; column < cells.length; column++) {
      switch (kinds[column]) {
        case COUNT -> cells[column] = count(column);
        case SUM -> cells[column] = Double.doubleToRawLongBits(sum(column));
        case LEVEL -> {}
      }
    }
    return cells;
  }

  boolean rose() {
    for (int column = 0; column < kinds.length; column++) {
      switch (kinds[column]) {
        case COUNT -> {
          if (count(column) != 0) {
            return true;
          }
        }
        case SUM -> {
          if (sum(column) != 0) {
            return true;
          }
        }
        case LEVEL -> {}
      }
    }
    return false;
  }

  /** True if any counter is less than it was, which no counter of one life is. */
  static boolean fell(CounterKind[] kinds, Side now, Side before) {
    for (int column = 0; column < kinds.length; column++) {
      if (!now.has(column) || !before.has(column)) {
        continue;
      }
      boolean less =
          switch (kinds[column]) {
            case COUNT -> now.count(column) < before.count(column);
            case SUM -> now.number(column) < before.number(column);
            case LEVEL -> false;
          };
      if (less) {
        return true;
      }
    }
    return false;
  }
}
