package io.dbintel.jdbc.observe;

import io.dbintel.jdbc.observe.StatementDelta.RowKey;
import io.dbintel.jdbc.observe.StatementDelta.Side;
import io.dbintel.jdbc.observe.StatementDelta.Waited;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What rose from one complete reading of a table of counters to the next.
 *
 * <p>A row lives until its beginning changes; where beginnings are not known, until a counter falls
 * or a reset is seen. For each life the differences that were told add up to the last reading less
 * the baseline. A reading that is not {@linkplain #accept accepted} leaves no trace.
 *
 * <p>Rows may be {@linkplain #hold held back}: their rise is told later, with what rose until then.
 *
 * <p>Holds two readings. Belongs to one writer; not thread-safe.
 */
public final class StatementDeltas {
  /** How many rows may be held back at a time. */
  public static final int MAX_HELD = 10_000;

  private final CounterKind[] kinds;
  private StatementRows accepted;
  private StatementRows reading;
  private boolean hasBaseline;
  private Map<RowKey, Held> held = Map.of();
  private Map<RowKey, Held> toHold = new HashMap<>();
  private int surviving;

  /** Where the untold rise of a row begins: at these cells, and with what earlier lives left. */
  private static final class Held {
    private final @Nullable Side from;
    private final long @Nullable [] carried;
    private final Waited waited;

    Held(@Nullable Side from, long @Nullable [] carried, Waited waited) {
      this.from = from;
      this.carried = carried;
      this.waited = waited;
    }
  }

  /** How a reading follows the one before. */
  public enum Continuity {
    /** Nothing is known of before: it is a baseline, and nothing rose but what was held back. */
    BASELINE,
    /** The same counters, later. */
    CONTINUED,
    /** All counters were reset in between: all lives began anew. */
    RESET
  }

  /**
   * What may be concluded of a row that was not there before.
   *
   * @param isNew true if it cannot have been there unseen: all it has, rose since
   * @param newFrom a row whose life began then or later is new in any case
   */
  public record Absence(boolean isNew, long newFrom) {}

  /** Begins without a baseline. */
  public StatementDeltas(List<CounterKind> kinds) {
    this.kinds = kinds.toArray(new CounterKind[0]);
    accepted = new StatementRows(kinds);
    reading = new StatementRows(kinds);
  }

  /** A reading to be filled; what was read before and not accepted is forgotten. */
  public StatementRows begin(long columns) {
    reading.clear(columns);
    return reading;
  }

  /** True if a reading was accepted. */
  public boolean hasBaseline() {
    return hasBaseline;
  }

  /** How many rows are held back. */
  public int held() {
    return held.size();
  }

  /** Since when the one has waited that has waited longest, by the clock of whoever held it. */
  public OptionalLong heldSince() {
    return held.values().stream()
        .mapToLong(one -> one.waited.fromNanos())
        .reduce(StatementDeltas::earlier);
  }

  /** How many rows of the accepted reading ended before the last comparison, untold since. */
  public int ended() {
    return hasBaseline ? accepted.size() - surviving : 0;
  }

  /**
   * What rose; rows of which nothing rose are left out. Of a baseline only what was held back
   * before, which is {@linkplain StatementDelta#isGone() gone} with its server. Changes nothing.
   */
  public List<StatementDelta> compare(Continuity continuity, Absence absence) {
    toHold = new HashMap<>();
    surviving = 0;
    if (!hasBaseline) {
      return List.of();
    }
    if (continuity == Continuity.BASELINE) {
      return left();
    }
    List<StatementDelta> deltas = new ArrayList<>();
    for (int row = 0; row < reading.size(); row++) {
      StatementDelta delta = delta(row, continuity, absence);
      if (delta.rose()) {
        deltas.add(delta);
      }
    }
    for (Map.Entry<RowKey, Held> entry : held.entrySet()) {
      StatementDelta delta = ifGone(entry.getKey(), entry.getValue());
      if (delta != null && delta.rose()) {
        deltas.add(delta);
      }
    }
    return deltas;
  }

  /**
   * Holds back a delta of the last comparison: if the reading is accepted, the next comparison
   * tells it again, with what rose until then.
   *
   * @param fromNanos when the interval began that would tell it
   * @param lossy whether that interval is lossy
   * @return false if too many are held back, or if the row {@linkplain StatementDelta#isGone() is
   *     gone}: there is nothing to wait for
   */
  public boolean hold(StatementDelta delta, long fromNanos, boolean lossy) {
    if (delta.isGone() || toHold.size() >= MAX_HELD) {
      return false;
    }
    Side from = delta.before();
    Waited before = delta.waited();
    Waited waited =
        before == null
            ? new Waited(fromNanos, lossy)
            : new Waited(before.fromNanos(), before.lossy() || lossy);
    toHold.put(
        delta.key(),
        new Held(from == null ? null : from.copy(kinds.length), delta.carried(), waited));
    return true;
  }

  /** Gives up what is held back, as far as the accepted reading knows it: there will be no next. */
  public List<StatementDelta> release() {
    List<StatementDelta> left = left();
    held = Map.of();
    toHold = new HashMap<>();
    return left;
  }

  /** Makes the reading the one that the next is compared with. */
  public void accept() {
    StatementRows before = accepted;
    accepted = reading;
    reading = before;
    held = toHold;
    toHold = new HashMap<>();
    hasBaseline = true;
  }

  /** What both readings take, in bytes. */
  public long retainedBytes() {
    return accepted.retainedBytes()
        + reading.retainedBytes()
        + (held.size() + toHold.size()) * (16L * kinds.length + 160);
  }

  private StatementDelta delta(int row, Continuity continuity, Absence absence) {
    Side now = side(reading, row);
    int old = accepted.find(reading.id(row), reading.scope(row), reading.isNested(row));
    boolean merged = reading.isMerged(row) || (old >= 0 && accepted.isMerged(old));
    RowKey key = key(reading, row);
    Held holding = held.get(key);
    Waited waited = holding == null ? null : holding.waited;
    if (old < 0) {
      boolean isNew = absence.isNew() || reading.since(row) >= absence.newFrom();
      long[] carried = holding == null ? null : holding.carried;
      return new StatementDelta(key, kinds, now, isNew ? null : now, carried, merged, waited);
    }
    Side before = side(accepted, old);
    boolean lives = lives(row, old, now, before, continuity);
    surviving += lives ? 1 : 0;
    if (!lives && merged && continuity == Continuity.CONTINUED) {
      // Of the rows that make it up one may have gone: how much is new is not known.
      long[] carried = holding == null ? null : ended(key, before, holding);
      return new StatementDelta(key, kinds, now, now, carried, true, waited);
    }
    if (holding == null) {
      return new StatementDelta(key, kinds, now, lives ? before : null, null, merged, null);
    }
    return lives
        ? new StatementDelta(key, kinds, now, holding.from, holding.carried, merged, waited)
        : new StatementDelta(key, kinds, now, null, ended(key, before, holding), merged, waited);
  }

  private boolean lives(int row, int old, Side now, Side before, Continuity continuity) {
    if (reading.isMerged(row) != accepted.isMerged(old)) {
      return false;
    }
    long since = reading.since(row);
    boolean known =
        since != StatementRows.NO_SINCE && accepted.since(old) != StatementRows.NO_SINCE;
    boolean same = known ? since == accepted.since(old) : continuity != Continuity.RESET;
    return same && !StatementDelta.fell(kinds, now, before);
  }

  /** What a row that was held back, and is there no more, left untold. */
  private @Nullable StatementDelta ifGone(RowKey key, Held holding) {
    return reading.find(key.id(), key.scope(), key.nested()) < 0 ? left(key, holding) : null;
  }

  /** All that is held back, as if nothing were there any more. */
  private List<StatementDelta> left() {
    List<StatementDelta> left = new ArrayList<>();
    held.forEach((key, holding) -> left.add(left(key, holding)));
    left.removeIf(delta -> !delta.rose());
    return left;
  }

  private StatementDelta left(RowKey key, Held holding) {
    int old = accepted.find(key.id(), key.scope(), key.nested());
    long[] left =
        old < 0
            ? Objects.requireNonNullElseGet(holding.carried, () -> new long[kinds.length])
            : ended(key, side(accepted, old), holding);
    return new StatementDelta(key, kinds, left, holding.waited);
  }

  private long[] ended(RowKey key, Side last, Held holding) {
    return new StatementDelta(key, kinds, last, holding.from, holding.carried, false, null)
        .toCells();
  }

  /** Nanoseconds may overflow, their differences do not. */
  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  private static Side side(StatementRows rows, int row) {
    return new Side(rows.cells(), row * rows.width(), rows.columns());
  }

  private static RowKey key(StatementRows rows, int row) {
    return new RowKey(rows.id(row), rows.scope(row), rows.isNested(row));
  }
}
