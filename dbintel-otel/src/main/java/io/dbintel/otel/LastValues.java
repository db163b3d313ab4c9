package io.dbintel.otel;

import io.dbintel.core.cardinality.SeriesLimiter;
import io.dbintel.core.spi.Clock;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last value of each series of one metric that is read, not added to. A value that was not
 * measured again within the time to live is no longer reported: what it told of is gone.
 *
 * <p>Thread-safe by a lock that is held while a value is written, or all are read. Holds at most as
 * many series as it was made for.
 */
final class LastValues {
  private final int maxSeries;
  private final long timeToLiveNanos;
  private final Clock clock;
  private final SeriesLimiter<Attributes> limiter;
  private final Object lock = new Object();

  /** The longest unmeasured first. */
  private final Map<Attributes, Value> values = new LinkedHashMap<>(16, 0.75f, true);

  LastValues(int maxSeries, Duration timeToLive, Clock clock) {
    this.maxSeries = maxSeries;
    this.timeToLiveNanos = timeToLive.toNanos();
    this.clock = clock;
    this.limiter = new SeriesLimiter<>(maxSeries, timeToLive, clock);
  }

  private record Value(long bits, long measuredAt) {}

  /** Sees a value, as the 64 bits it was put with. */
  @FunctionalInterface
  interface Reader {
    void read(long bits, Attributes labels);
  }

  /** Keeps a value; false if there is no room for the series. */
  boolean put(Attributes labels, long bits) {
    if (!limiter.admit(labels)) {
      return false;
    }
    synchronized (lock) {
      long now = clock.nanoTime();
      if (values.size() >= maxSeries) {
        expire(now);
        // The limiter's places and ours may fall due a moment apart.
        if (values.size() >= maxSeries && !values.containsKey(labels)) {
          return false;
        }
      }
      values.put(labels, new Value(bits, now));
      return true;
    }
  }

  /** Shows every value that is fresh enough. */
  void forEach(Reader reader) {
    synchronized (lock) {
      expire(clock.nanoTime());
      values.forEach((labels, value) -> reader.read(value.bits(), labels));
    }
  }

  private void expire(long now) {
    Iterator<Value> longestFirst = values.values().iterator();
    while (longestFirst.hasNext() && now - longestFirst.next().measuredAt() >= timeToLiveNanos) {
      longestFirst.remove();
    }
  }
}
