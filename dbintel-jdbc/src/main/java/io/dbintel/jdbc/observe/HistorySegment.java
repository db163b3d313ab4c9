package io.dbintel.jdbc.observe;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * About a minute of history, in columns.
 *
 * <p>One thread writes; any thread reads. The number of samples is written last, and volatile:
 * whoever reads it first sees every row of these samples. Arrays that grow are replaced by longer
 * ones with the same beginning, through volatile fields, so that a reader gets either of them with
 * that beginning filled in.
 */
@SuppressWarnings("EnumOrdinal") // Positions in arrays of this process; nothing is written down.
final class HistorySegment {
  /** As many as a {@code char} can number. */
  static final int MAX_ROWS = 0xFFFF;

  static final int MAX_SAMPLES = 60;

  private static final HistoryColumn[] COLUMNS = HistoryColumn.values();
  private static final SessionState[] STATES = SessionState.values();
  private static final BackendKind[] KINDS = BackendKind.values();
  private static final int ROW_BYTES = 1 + 2 * 7 + 4 + 8 + 4 + 4 + 4;
  private static final int SAMPLE_BYTES = 8 + 8 + 4;
  private static final int REFERENCE_BYTES = 8;
  private static final int OVERHEAD_BYTES = 1024;

  private final long number;

  private volatile long[] epochNanos = new long[MAX_SAMPLES];
  private volatile double[] seconds = new double[MAX_SAMPLES];
  private volatile int[] rowEnd = new int[MAX_SAMPLES];
  private volatile int samples;

  private volatile byte[] kindAndState = {};
  private volatile char[][] ids = new char[COLUMNS.length][0];
  private volatile int[] pid = {};
  private volatile long[] startEpochMicros = {};
  private volatile int[] blockedBy = {};
  private volatile float[] lockSeconds = {};
  private volatile float[] transactionSeconds = {};
  private int rows;

  private final AtomicReferenceArray<HistoryEntry[]> entries =
      new AtomicReferenceArray<>(new HistoryEntry[COLUMNS.length][0]);
  private final int[] entryCount = new int[COLUMNS.length];

  HistorySegment(long number) {
    this.number = number;
  }

  // --- the writer's side

  void add(SessionObservation seen, int blocker, HistoryInterner interner) {
    if (rows == pid.length) {
      resizeRows(Math.max(64, rows + rows / 2));
    }
    kindAndState[rows] = (byte) (seen.kind().ordinal() * STATES.length + seen.state().ordinal());
    for (HistoryColumn column : COLUMNS) {
      ids[column.ordinal()][rows] = (char) localId(column, column.valueOf(seen), interner);
    }
    pid[rows] = seen.pid();
    startEpochMicros[rows] = seen.session().startEpochMicros();
    blockedBy[rows] = blocker;
    LockWait lock = seen.lock();
    lockSeconds[rows] = lock == null ? Float.NaN : (float) lock.waitSeconds();
    transactionSeconds[rows] = (float) seen.ages().transaction();
    rows++;
  }

  void endSample(long atEpochNanos, double standsForSeconds) {
    int sample = samples;
    epochNanos[sample] = atEpochNanos;
    seconds[sample] = standsForSeconds;
    rowEnd[sample] = rows;
    samples = sample + 1;
  }

  /** Gives back what was reserved; nothing is added afterwards. */
  void seal() {
    resizeRows(rows);
    epochNanos = Arrays.copyOf(epochNanos, samples);
    seconds = Arrays.copyOf(seconds, samples);
    rowEnd = Arrays.copyOf(rowEnd, samples);
    for (int i = 0; i < entries.length(); i++) {
      entries.set(i, Arrays.copyOf(entries.get(i), entryCount[i]));
    }
  }

  /** Gives its values back to the interner; readers that still hold the segment do not mind. */
  void release(HistoryInterner interner) {
    for (HistoryColumn column : COLUMNS) {
      for (int i = 0; i < entryCount[column.ordinal()]; i++) {
        interner.release(column, entries.get(column.ordinal())[i]);
      }
    }
  }

  int rows() {
    return rows;
  }

  /** What its arrays take. */
  long bytes() {
    long bytes = OVERHEAD_BYTES + (long) pid.length * ROW_BYTES;
    bytes += (long) epochNanos.length * SAMPLE_BYTES;
    for (int i = 0; i < entries.length(); i++) {
      bytes += (long) entries.get(i).length * REFERENCE_BYTES;
    }
    return bytes;
  }

  private int localId(HistoryColumn column, Object value, HistoryInterner interner) {
    HistoryEntry entry = interner.intern(column, value);
    if (entry.writtenSegment == number) {
      return entry.localId;
    }
    int c = column.ordinal();
    if (entryCount[c] == entries.get(c).length) {
      entries.set(c, Arrays.copyOf(entries.get(c), Math.max(8, entryCount[c] * 2)));
    }
    entry.writtenSegment = number;
    entry.localId = entryCount[c];
    entry.segments++;
    entries.get(c)[entryCount[c]++] = entry;
    return entry.localId;
  }

  private void resizeRows(int capacity) {
    kindAndState = Arrays.copyOf(kindAndState, capacity);
    char[][] longer = new char[COLUMNS.length][];
    for (int i = 0; i < ids.length; i++) {
      longer[i] = Arrays.copyOf(ids[i], capacity);
    }
    ids = longer;
    pid = Arrays.copyOf(pid, capacity);
    startEpochMicros = Arrays.copyOf(startEpochMicros, capacity);
    blockedBy = Arrays.copyOf(blockedBy, capacity);
    lockSeconds = Arrays.copyOf(lockSeconds, capacity);
    transactionSeconds = Arrays.copyOf(transactionSeconds, capacity);
  }

  // --- the readers' side: ask for samples() first

  int samples() {
    return samples;
  }

  long epochNanos(int sample) {
    return epochNanos[sample];
  }

  double seconds(int sample) {
    return seconds[sample];
  }

  int firstRow(int sample) {
    return sample == 0 ? 0 : rowEnd[sample - 1];
  }

  int rowEnd(int sample) {
    return rowEnd[sample];
  }

  SessionState state(int row) {
    return STATES[kindAndState[row] % STATES.length];
  }

  BackendKind kind(int row) {
    return KINDS[kindAndState[row] / STATES.length];
  }

  int id(HistoryColumn column, int row) {
    return ids[column.ordinal()][row];
  }

  HistoryEntry entry(HistoryColumn column, int id) {
    return entries.get(column.ordinal())[id];
  }

  /** A row as it was observed, as far as it was kept. */
  SessionObservation observation(int row) {
    int blocker = blockedBy[row];
    LockWait lock = (LockWait) value(HistoryColumn.LOCK, row);
    return new SessionObservation(
        new SessionKey(pid[row], startEpochMicros[row]),
        kind(row),
        new SessionOwner(
            (String) value(HistoryColumn.DATABASE, row),
            (String) value(HistoryColumn.USER, row),
            (String) value(HistoryColumn.APPLICATION, row),
            (String) value(HistoryColumn.CLIENT, row)),
        state(row),
        (Wait) value(HistoryColumn.WAIT, row),
        (QueryRef) value(HistoryColumn.QUERY, row),
        new SessionAges(transactionSeconds[row], Double.NaN, Double.NaN),
        0,
        blocker < 0 ? List.of() : List.of(blocker),
        withAge(lock, lockSeconds[row]));
  }

  private Object value(HistoryColumn column, int row) {
    return entry(column, id(column, row)).value;
  }

  private static @Nullable LockWait withAge(LockWait lock, double waitSeconds) {
    return lock.type().isEmpty()
        ? null
        : new LockWait(lock.mode(), lock.type(), lock.relation(), waitSeconds);
  }
}
