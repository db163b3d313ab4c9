package io.dbintel.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.function.LongConsumer;

/**
 * Pushes many distinct keys through what says that it is bounded, and fails if the heap that is
 * retained grows after the first tenth of them. Whoever calls it asserts the bound itself and that
 * what was turned away is counted.
 *
 * <pre>{@code
 * ManyKeys.push(10_000_000, key -> recent.add("statement " + key));
 * assertThat(recent.size()).isEqualTo(1_000);
 * assertThat(recent.evicted()).isEqualTo(10_000_000 - 1_000);
 * }</pre>
 *
 * <p>Costs the keys, and a few full collections of garbage. Stateless and thread-safe; but what
 * other threads begin to retain meanwhile counts as well.
 */
public final class ManyKeys {
  /** A leak of one reference a key is many times that. */
  private static final long SLACK_BYTES = 2 << 20;

  private static final long SETTLED_BYTES = 64 << 10;
  private static final int COLLECTIONS = 6;

  private ManyKeys() {}

  /**
   * Pushes the keys 0 to {@code keys} - 1, in their order.
   *
   * @param keys how many, at least 1 000 000: the heap of fewer cannot be told from noise
   * @param into what takes a key; whatever it retains must be reachable from it
   * @throws AssertionError if after all of them 2 MiB more are retained than after a tenth
   */
  public static void push(long keys, LongConsumer into) {
    if (keys < 1_000_000) {
      throw new IllegalArgumentException("keys must be at least 1 000 000 but was " + keys);
    }
    long before;
    long after;
    try {
      for (long key = 0; key < keys / 10; key++) {
        into.accept(key);
      }
      before = retained();
      for (long key = keys / 10; key < keys; key++) {
        into.accept(key);
      }
      after = retained();
    } finally {
      // Else it might be collected with all that it retains before it is measured.
      Reference.reachabilityFence(into);
    }
    if (after - before > SLACK_BYTES) {
      throw new AssertionError(
          "%d keys more made the retained heap grow from %d to %d bytes"
              .formatted(keys - keys / 10, before, after));
    }
  }

  /** The heap after as many collections as it takes until one finds nothing more. */
  private static long retained() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc();
      long used = memory.getHeapMemoryUsage().getUsed();
      if (least - used < SETTLED_BYTES) {
        return Math.min(least, used);
      }
      least = Math.min(least, used);
    }
    return least;
  }
}
