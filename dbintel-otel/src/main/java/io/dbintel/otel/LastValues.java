package io.dbintel.otel;

import io.dbintel.core.spi.Clock;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The last value of each series of one metric that is read, not added to. A value that was not
 * measured again in time is no longer reported: what it told of is gone.
 *
 * <p>In time is the time to live, or three times the distance between the readings of that very
 * series if that is more, because some are measured in turn with others and so each few minutes
 * only. Of the last two distances the lesser counts: an outage must not make a series seem slow.
 * Nothing is reported for more than a day, and a series that is not reported is remembered as long,
 * unless its place is needed.
 *
 * <p>Thread-safe by a lock that is held while a value is written, or all are read. Holds at most as
 * many series as it was made for. A value costs constant time; one without a place costs a pass
 * over all if any may have fallen due since the pass before.
 */
final class LastValues {
  private static final int READINGS = 3;
  private static final long LONGEST_NANOS = Duration.ofDays(1).toNanos();

  /** Values of a series that come within this belong to one reading. */
  private static final long ONE_READING_NANOS = Duration.ofSeconds(1).toNanos();

  private final int maxSeries;
  private final long timeToLiveNanos;
  private final Clock clock;
  private final Object lock = new Object();
  private final Map<Attributes, Value> values = new HashMap<>();

  /** Before this nothing falls due. */
  private long nextDue;

  LastValues(int maxSeries, Duration timeToLive, Clock clock) {
    this.maxSeries = maxSeries;
    this.timeToLiveNanos = timeToLive.toNanos();
    this.clock = clock;
    this.nextDue = clock.nanoTime();
  }

  /** A value, and how far apart the last readings were; 0 if that is not known. */
  private static final class Value {
    private long bits;
    private long measuredAt;
    private long readingAt;
    private long distance;
    private long distanceBefore;

    private Value(long bits, long now) {
      this.bits = bits;
      this.measuredAt = now;
      this.readingAt = now;
    }

    private void measured(long measured, long now) {
      bits = measured;
      measuredAt = now;
      if (now - readingAt >= ONE_READING_NANOS) {
        distanceBefore = distance;
        distance = now - readingAt;
        readingAt = now;
      }
    }

    private long timeToLive(long atLeast) {
      long usual = distanceBefore == 0 ? distance : Math.min(distance, distanceBefore);
      return Math.max(atLeast, READINGS * Math.min(usual, LONGEST_NANOS / READINGS));
    }
  }

  /** Sees a value, as the 64 bits it was put with. */
  @FunctionalInterface
  interface Reader {
    void read(long bits, Attributes labels);
  }

  /** Keeps a value; false if there is no room for the series. */
  boolean put(Attributes labels, long bits) {
    synchronized (lock) {
      long now = clock.nanoTime();
      Value known = values.get(labels);
      if (known != null) {
        known.measured(bits, now);
        return true;
      }
      if (values.size() >= maxSeries && now - nextDue >= 0) {
        makeRoom(now);
      }
      if (values.size() >= maxSeries) {
        return false;
      }
      values.put(labels, new Value(bits, now));
      return true;
    }
  }

  /** Shows every value that is fresh enough. */
  void forEach(Reader reader) {
    synchronized (lock) {
      long now = clock.nanoTime();
      values.values().removeIf(value -> now - value.measuredAt >= LONGEST_NANOS);
      values.forEach(
          (labels, value) -> {
            if (now - value.measuredAt < value.timeToLive(timeToLiveNanos)) {
              reader.read(value.bits, labels);
            }
          });
    }
  }

  /** Forgets what is not reported any more. */
  private void makeRoom(long now) {
    values.values().removeIf(value -> now - value.measuredAt >= value.timeToLive(timeToLiveNanos));
    long wait = timeToLiveNanos;
    for (Value value : values.values()) {
      wait = Math.min(wait, value.measuredAt + value.timeToLive(timeToLiveNanos) - now);
    }
    nextDue = now + wait;
  }
}
