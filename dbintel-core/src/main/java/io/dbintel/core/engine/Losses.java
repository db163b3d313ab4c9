package io.dbintel.core.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * How many events were given up, by reason; many reasons count as one. Not thread-safe.
 *
 * <p>Losing takes no memory, naming the reason may: what has no reason is counted under that of
 * missing memory, so that at every moment at which memory can run out the sum is right.
 */
final class Losses {
  static final String OUT_OF_MEMORY = "out_of_memory";

  private final int maxReasons;
  private final Map<String, Count> counts = new HashMap<>();
  private final Count unnamed = new Count();

  private static final class Count {
    private long events;
  }

  /** None yet; {@code unnamed} is how the reason of missing memory is spelled. */
  Losses(int maxReasons, String unnamed) {
    this.maxReasons = maxReasons;
    counts.put(unnamed, this.unnamed);
  }

  /** Counts events, of which {@link #name} may tell the reason. */
  void lose(long events) {
    unnamed.events += events;
  }

  /**
   * Tells the reason of some of the events that were counted.
   *
   * @throws OutOfMemoryError if there is no memory for a new reason; nothing has changed then
   */
  void name(String reason, long events) {
    Count count = counts.get(reason);
    if (count == null) {
      count = begun(reason);
    }
    unnamed.events -= events;
    count.events += events;
  }

  private Count begun(String reason) {
    return counts.computeIfAbsent(
        counts.size() <= maxReasons ? reason : LaneBooks.OTHER, name -> new Count());
  }

  /** Counts events under a reason, or under that of missing memory if it cannot be told. */
  void add(String reason, long events) {
    lose(events);
    try {
      name(reason, events);
    } catch (OutOfMemoryError nameless) {
      // They are counted.
    }
  }

  /** How many, by each reason for which there are any. */
  Map<String, Long> byReason() {
    Map<String, Long> byReason = new HashMap<>();
    counts.forEach(
        (reason, count) -> {
          if (count != unnamed || count.events != 0) {
            byReason.put(reason, count.events);
          }
        });
    return byReason;
  }
}
