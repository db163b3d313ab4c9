package io.dbintel.core.cardinality;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Admits at most so many distinct keys at a time; of any further one it says that it overflows, so
 * that the caller counts it under "other". A key that was not seen for its time to live gives its
 * place to the next that comes. Keys in use are never pushed out by new ones, so a series that was
 * admitted goes on without gaps however many others knock.
 *
 * <p>Thread-safe by a lock that is held for a look-up. An answer costs constant time, amortised,
 * and memory is in the order of the bound: a key that is refused is not remembered.
 *
 * @param <K> the keys: immutable, with {@code equals} and {@code hashCode}
 */
public final class SeriesLimiter<K> {
  private final int maxSeries;
  private final long timeToLiveNanos;
  private final Clock clock;
  private final Object lock = new Object();

  /** When each key was last seen, in monotonic nanoseconds; the longest unseen first. */
  private final Map<K, Long> lastSeen = new LinkedHashMap<>(16, 0.75f, true);

  private long overflowed;
  private long evicted;

  /**
   * A limiter.
   *
   * @param maxSeries how many keys are admitted at a time, 1 to 10 000 000
   * @param timeToLive for how long a key that is not seen keeps its place, 1 s to 366 days
   * @throws io.dbintel.core.config.ConfigException if one is out of range
   */
  public SeriesLimiter(int maxSeries, Duration timeToLive, Clock clock) {
    new ConfigChecks("series-limiter")
        .inRange("maxSeries", maxSeries, 1, 10_000_000)
        .inRange("timeToLive", timeToLive, Duration.ofSeconds(1), Duration.ofDays(366))
        .throwIfAny();
    this.maxSeries = maxSeries;
    this.timeToLiveNanos = timeToLive.toNanos();
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** True if the key has a place or was given one just now; false if it overflows. */
  public boolean admit(K key) {
    Objects.requireNonNull(key, "key");
    synchronized (lock) {
      long now = clock.nanoTime();
      if (lastSeen.replace(key, now) != null) {
        return true;
      }
      if (lastSeen.size() >= maxSeries) {
        evictUnseen(now);
      }
      if (lastSeen.size() >= maxSeries) {
        overflowed++;
        return false;
      }
      lastSeen.put(key, now);
      return true;
    }
  }

  /**
   * True if the key has a place, or was given one just now because fewer than half were taken: for
   * a key of which there is nothing to count yet, and which must not take the place of one of which
   * there is. It does not overflow: nothing is lost if it waits.
   */
  public boolean admitUnlessCrowded(K key) {
    Objects.requireNonNull(key, "key");
    synchronized (lock) {
      long now = clock.nanoTime();
      if (lastSeen.replace(key, now) != null) {
        return true;
      }
      evictUnseen(now);
      if (lastSeen.size() >= (maxSeries + 1) / 2) {
        return false;
      }
      lastSeen.put(key, now);
      return true;
    }
  }

  /** Takes the places of all keys that were not seen for their time to live. */
  private void evictUnseen(long now) {
    Iterator<Long> oldestFirst = lastSeen.values().iterator();
    while (oldestFirst.hasNext() && now - oldestFirst.next() >= timeToLiveNanos) {
      oldestFirst.remove();
      evicted++;
    }
  }

  /** How many distinct keys were seen within the time to live, as far as they were admitted. */
  public int size() {
    synchronized (lock) {
      evictUnseen(clock.nanoTime());
      return lastSeen.size();
    }
  }

  /** True if the next new key would overflow. */
  public boolean isFull() {
    return size() >= maxSeries;
  }

  /** How many times a key was refused; the same key counts each time. */
  public long overflowed() {
    synchronized (lock) {
      return overflowed;
    }
  }

  /** How many keys lost their place because they were not seen for their time to live. */
  public long evicted() {
    synchronized (lock) {
      return evicted;
    }
  }
}
