package io.dbintel.jdbc.metrics;

import io.dbintel.core.spi.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes increases of counters that a server only ever shows as sums since their last reset.
 *
 * <p>Counters come in rows: those of one row are reset together. A row has a key and, where the
 * server says so, the instant of its last reset. For each row in turn:
 *
 * <ul>
 *   <li>in the first complete read of a group, and after another server was met, it is the baseline
 *       and nothing is said;
 *   <li>afterwards a row that was not there before began since, so that its full values are the
 *       increase;
 *   <li>a row that is known increased by the difference, also if it was missing in between;
 *   <li>if the reset's instant is a new one, or any counter of the row fell, all of them were
 *       reset, and their values are the increase since. If that instant lies before the last read,
 *       these are the statistics of another server behind the same address: a new baseline.
 * </ul>
 *
 * <p>An increase is never more than what happened. It is less where a reset cannot be told: nobody
 * saw a fall, and the server does not say; and by what was counted between the last read and a
 * reset.
 *
 * <p>What a collection said is taken back by {@link #settle} if its events did not arrive: the next
 * one says it again.
 *
 * <p>Bounded by count and time. Once there is no more room, rows that the last complete read of
 * their group did not have are forgotten; if that is not enough, rows that are not known are
 * refused, and nothing is said of them. A row that is still there never makes room for another:
 * groups are read in turn, and each would lose its rows before its next turn. What was not seen for
 * long is forgotten, and a group that nobody asks for, such as that of a database that is no more,
 * as a whole. Once something was forgotten or refused, an unknown row is a baseline unless its key
 * is a number beyond all of those, as the identifiers of new objects are. Not thread-safe.
 */
final class MetricIncreases {
  /** No value, in {@link Group#increases}; no counter is negative. */
  public static final long ABSENT = Long.MIN_VALUE;

  /** No instant of a reset. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** So far may the server's clock and ours be apart. */
  private static final long SKEW_MICROS = Duration.ofMinutes(10).toNanos() / 1_000;

  private final int maxRows;
  private final long timeToLiveNanos;
  private final Clock clock;
  private final Map<String, Group> groups = new HashMap<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private @Nullable String server;
  private long started = UNKNOWN;
  private long lastAnswer = UNKNOWN;
  private int rows;
  private long evictions;

  /** True if no row has become absent since they were last looked for. */
  private boolean swept;

  /**
   * Knows nothing yet.
   *
   * @param maxRows how many rows are remembered, of all groups together
   * @param timeToLive for how long a row that is not seen is remembered
   */
  public MetricIncreases(int maxRows, Duration timeToLive, Clock clock) {
    this.maxRows = maxRows;
    this.timeToLiveNanos = timeToLive.toNanos();
    this.clock = clock;
  }

  /** What was last seen of a row. */
  private static final class Seen {
    final long[] values;
    final long resetMicros;
    final long epochMicros;
    final long nanoTime;
    final long read;

    Seen(long[] values, long resetMicros, long epochMicros, long nanoTime, long read) {
      this.values = values;
      this.resetMicros = resetMicros;
      this.epochMicros = epochMicros;
      this.nanoTime = nanoTime;
      this.read = read;
    }
  }

  /**
   * Ends a collection.
   *
   * @param delivered false if its events did not arrive: then it is as if it had not been
   */
  public void settle(boolean delivered) {
    while (!delivered && !undo.isEmpty()) {
      undo.pop().run();
    }
    undo.clear();
    long now = clock.nanoTime();
    groups.values().removeIf(group -> group.isGone(now));
  }

  /** Says whose counters come next; those of another server begin anew. */
  public void server(String identity) {
    if (identity.equals(server)) {
      return;
    }
    server = identity;
    beginAnew();
  }

  /**
   * Says which run of a server answers, by the server's own clock. A server that was started since
   * the last read is the same one, restarted: what it kept or lost of its counters, they tell
   * themselves. One that was started before, and is not the one known, is another behind the same
   * address, such as a standby that took over.
   *
   * @param startedMicros when it was started, since 1970
   * @param nowMicros its time, since 1970
   */
  public void run(long startedMicros, long nowMicros) {
    if (started != UNKNOWN && startedMicros != started && startedMicros < lastAnswer) {
      beginAnew();
    }
    started = startedMicros;
    lastAnswer = nowMicros;
  }

  private void beginAnew() {
    // What another server said before cannot be said again: nothing to take back.
    undo.clear();
    groups.clear();
    rows = 0;
  }

  /** The group of that name: the rows of one statement. */
  public Group group(String name) {
    Group group = groups.computeIfAbsent(name, unknown -> new Group());
    group.usedAt = clock.nanoTime();
    return group;
  }

  /** How many rows are remembered. */
  public int rows() {
    return rows;
  }

  /** How many rows were forgotten: they were not seen for long, or gone when room was needed. */
  public long evictions() {
    return evictions;
  }

  /** The rows of one statement, read after read. Not thread-safe. */
  public final class Group {
    private final Map<String, Seen> known = new HashMap<>();
    private boolean complete;

    /** The number of the read that goes on, and of the last one that was complete. */
    private long read;

    private long lastComplete = -1;
    private int refused;
    private long forgottenUpTo = -1;
    private long usedAt;

    private Group() {}

    /**
     * The increases of one row since it was last read.
     *
     * @param key by which the row is known again
     * @param resetMicros when it was last reset, since 1970; {@link #UNKNOWN} if nobody says
     * @param epochMicros when it was read, since 1970, by our clock
     * @param values the counters, at least 0; floats by their raw bits; {@link #ABSENT} for none
     * @param doubles which of them are floats
     * @return as many, {@link #ABSENT} where nothing can be said
     */
    public long[] increases(
        String key, long resetMicros, long epochMicros, long[] values, boolean[] doubles) {
      Seen last = known.get(key);
      if (last == null && !hasRoom()) {
        refused++;
        notKnown(key);
        return absent(values.length);
      }
      long[] carried = last == null ? values.clone() : carry(last.values, values);
      long reset = resetMicros == UNKNOWN && last != null ? last.resetMicros : resetMicros;
      remember(key, last, new Seen(carried, reset, epochMicros, clock.nanoTime(), read));
      if (last == null) {
        return complete && isNew(key) ? values.clone() : absent(values.length);
      }
      boolean moved =
          resetMicros != UNKNOWN && last.resetMicros != UNKNOWN && resetMicros != last.resetMicros;
      if (moved && resetMicros < last.epochMicros - SKEW_MICROS) {
        return absent(values.length);
      }
      return moved || fell(last.values, values, doubles)
          ? sinceReset(last.values, values)
          : differences(last.values, values, doubles);
    }

    /**
     * Ends a read.
     *
     * @param all whether every row there is was in it
     */
    public void end(boolean all) {
      if (complete != all) {
        boolean before = complete;
        undo.push(() -> complete = before);
        complete = all;
      }
      if (all) {
        long before = lastComplete;
        undo.push(() -> lastComplete = before);
        lastComplete = read;
        swept = false;
      }
      read++;
      refused = 0;
      long now = clock.nanoTime();
      forget(seen -> now - seen.nanoTime > timeToLiveNanos);
    }

    /** How many rows of the read that goes on were refused, because there is no room. */
    public int refused() {
      return refused;
    }

    /** True if nobody asked for so long that none of its rows is remembered any more. */
    private boolean isGone(long now) {
      if (now - usedAt <= timeToLiveNanos) {
        return false;
      }
      rows -= known.size();
      evictions += known.size();
      return true;
    }

    private boolean isNew(String key) {
      return forgottenUpTo < 0 || number(key) > forgottenUpTo;
    }

    private void remember(String key, @Nullable Seen before, Seen now) {
      known.put(key, now);
      if (before == null) {
        rows++;
        undo.push(
            () -> {
              if (known.remove(key) != null) {
                rows--;
              }
            });
      } else {
        undo.push(() -> known.replace(key, before));
      }
    }

    private void forgetAbsent() {
      forget(seen -> seen.read < lastComplete);
    }

    private void forget(Predicate<Seen> which) {
      known
          .entrySet()
          .removeIf(
              entry -> {
                boolean gone = which.test(entry.getValue());
                if (gone) {
                  rows--;
                  evictions++;
                  notKnown(entry.getKey());
                }
                return gone;
              });
    }

    /** When it comes again, nobody can say whether it is new. */
    private void notKnown(String key) {
      long number = number(key);
      forgottenUpTo = Math.max(forgottenUpTo, number < 0 ? Long.MAX_VALUE : number);
    }
  }

  private boolean hasRoom() {
    if (rows >= maxRows && !swept) {
      swept = true;
      groups.values().forEach(Group::forgetAbsent);
    }
    return rows < maxRows;
  }

  private static long[] carry(long[] before, long[] values) {
    long[] carried = values.clone();
    for (int i = 0; i < carried.length; i++) {
      carried[i] = values[i] == ABSENT ? before[i] : values[i];
    }
    return carried;
  }

  private static boolean fell(long[] before, long[] values, boolean[] doubles) {
    for (int i = 0; i < values.length; i++) {
      if (before[i] == ABSENT || values[i] == ABSENT) {
        continue;
      }
      if (doubles[i]
          ? Double.longBitsToDouble(values[i]) < Double.longBitsToDouble(before[i])
          : values[i] < before[i]) {
        return true;
      }
    }
    return false;
  }

  private static long[] sinceReset(long[] before, long[] values) {
    long[] increases = values.clone();
    for (int i = 0; i < values.length; i++) {
      increases[i] = before[i] == ABSENT ? ABSENT : values[i];
    }
    return increases;
  }

  private static long[] differences(long[] before, long[] values, boolean[] doubles) {
    long[] increases = absent(values.length);
    for (int i = 0; i < values.length; i++) {
      if (before[i] == ABSENT || values[i] == ABSENT) {
        continue;
      }
      increases[i] =
          doubles[i]
              ? Double.doubleToRawLongBits(
                  Double.longBitsToDouble(values[i]) - Double.longBitsToDouble(before[i]))
              : values[i] - before[i];
    }
    return increases;
  }

  private static long[] absent(int length) {
    long[] none = new long[length];
    Arrays.fill(none, ABSENT);
    return none;
  }

  /** The key as a number; -1 if it is none. */
  private static long number(String key) {
    if (key.isEmpty() || key.length() > 18) {
      return -1;
    }
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < '0' || key.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(key);
  }
}
