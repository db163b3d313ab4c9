package io.dbintel.jdbc.observe;

import java.util.Arrays;
import java.util.List;

/**
 * One reading of a table of counters, packed into a few arrays: a row is two keys, a flag, the
 * instant its life began, and one cell a column.
 *
 * <p>A key that comes twice is one row with the sum of both, marked as {@linkplain #isMerged
 * merged}. Belongs to one writer; not thread-safe.
 */
public final class StatementRows {
  /** How many columns there may be. */
  public static final int MAX_COLUMNS = 64;

  /** Stands for a beginning that is not known. */
  public static final long NO_SINCE = Long.MIN_VALUE;

  private static final int INITIAL = 256;
  private static final byte NESTED = 1;
  private static final byte MERGED = 2;

  private final CounterKind[] kinds;
  private final int width;
  private long columns;
  private int size;
  private long[] ids = new long[INITIAL];
  private long[] scopes = new long[INITIAL];
  private long[] sinces = new long[INITIAL];
  private byte[] flags = new byte[INITIAL];
  private long[] cells;
  private int[] slots = new int[2 * INITIAL];

  /**
   * No rows.
   *
   * @param kinds what each column is, {@value #MAX_COLUMNS} at most
   */
  public StatementRows(List<CounterKind> kinds) {
    if (kinds.isEmpty() || kinds.size() > MAX_COLUMNS) {
      throw new IllegalArgumentException("columns must be in [1, 64] but were " + kinds.size());
    }
    this.kinds = kinds.toArray(new CounterKind[0]);
    width = kinds.size();
    cells = new long[INITIAL * width];
  }

  /** Forgets all rows, and says which columns the next ones have: one bit each. */
  public void clear(long newColumns) {
    columns = newColumns;
    size = 0;
    Arrays.fill(slots, 0);
  }

  /**
   * Adds a row, with all cells 0, or finds the one with this key.
   *
   * @param id first part of the key
   * @param scope second part of the key
   * @param nested third part of the key
   * @param since when the row's life began, in any unit that is ordered, or {@link #NO_SINCE}
   * @return the row's number
   */
  public int add(long id, long scope, boolean nested, long since) {
    int slot = slot(id, scope, nested);
    if (slots[slot] != 0) {
      int row = slots[slot] - 1;
      flags[row] |= MERGED;
      sinces[row] = Math.max(sinces[row], since);
      return row;
    }
    if (size == ids.length) {
      grow();
      slot = slot(id, scope, nested);
    }
    int row = size++;
    slots[slot] = size;
    ids[row] = id;
    scopes[row] = scope;
    sinces[row] = since;
    flags[row] = nested ? NESTED : 0;
    Arrays.fill(cells, row * width, (row + 1) * width, 0);
    return row;
  }

  /** Adds to an integer. */
  public void count(int row, int column, long value) {
    cells[row * width + column] += value;
  }

  /** Adds to a real number. */
  public void number(int row, int column, double value) {
    int cell = row * width + column;
    cells[cell] = Double.doubleToRawLongBits(Double.longBitsToDouble(cells[cell]) + value);
  }

  /** A real number. */
  public double number(int row, int column) {
    return Double.longBitsToDouble(cells[row * width + column]);
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** The row with this key, or -1. */
  public int find(long id, long scope, boolean nested) {
    return slots[slot(id, scope, nested)] - 1;
  }

  /** First part of a row's key. */
  public long id(int row) {
    return ids[row];
  }

  /** Second part of a row's key. */
  public long scope(int row) {
    return scopes[row];
  }

  /** Third part of a row's key. */
  public boolean isNested(int row) {
    return (flags[row] & NESTED) != 0;
  }

  /** Whether the key came more than once. */
  public boolean isMerged(int row) {
    return (flags[row] & MERGED) != 0;
  }

  /** When the row's life began, or {@link #NO_SINCE}. */
  public long since(int row) {
    return sinces[row];
  }

  /** What all arrays take, in bytes. */
  public long retainedBytes() {
    return 8L * (ids.length + scopes.length + sinces.length + cells.length)
        + flags.length
        + 4L * slots.length;
  }

  CounterKind[] kinds() {
    return kinds;
  }

  int width() {
    return width;
  }

  long columns() {
    return columns;
  }

  long[] cells() {
    return cells;
  }

  private int slot(long id, long scope, boolean nested) {
    long hash = (id * 0x9E3779B97F4A7C15L) ^ (scope * 0xC2B2AE3D27D4EB4FL);
    hash ^= hash >>> 32;
    hash *= 0xD6E8FEB86659FD93L;
    int slot = (int) (hash >>> 33) & (slots.length - 1);
    while (slots[slot] != 0) {
      int row = slots[slot] - 1;
      if (ids[row] == id && scopes[row] == scope && isNested(row) == nested) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    int capacity = 2 * ids.length;
    ids = Arrays.copyOf(ids, capacity);
    scopes = Arrays.copyOf(scopes, capacity);
    sinces = Arrays.copyOf(sinces, capacity);
    flags = Arrays.copyOf(flags, capacity);
    cells = Arrays.copyOf(cells, capacity * width);
    slots = new int[2 * capacity];
    for (int row = 0; row < size; row++) {
      slots[slot(ids[row], scopes[row], isNested(row))] = row + 1;
    }
  }
}
