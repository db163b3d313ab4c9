package io.dbintel.jdbc.observe;

/**
 * How much time each sample stands for.
 *
 * <p>A sample taken at <i>t</i> stands for the time since the sample before it: whoever was seen in
 * it is taken to have been so for that long. Over many samples that is right on average, also for
 * states much shorter than the interval, because a state that lasts a fraction of the time is seen
 * in that fraction of the samples. (Cutting the estimate at the age of the state, which the server
 * also reports, would lose everything that begins and ends between two samples.)
 *
 * <p>No time is invented: where samples were missed, a sample stands for at most {@value
 * #MAX_INTERVALS} intervals, and what is beyond is counted as unobserved. The first sample stands
 * for one interval.
 *
 * <p>Belongs to one writer; not thread-safe.
 */
public final class ObservedTime {
  private static final double MAX_INTERVALS = 2.0;
  private static final double NANOS = 1e9;

  private final long intervalNanos;
  private boolean started;
  private long lastNanoTime;
  private double observedSeconds;
  private double unobservedSeconds;
  private long missedSamples;

  /**
   * Begins.
   *
   * @param intervalNanos how much time should lie between two samples, in nanoseconds, above 0
   */
  public ObservedTime(long intervalNanos) {
    if (intervalNanos <= 0) {
      throw new IllegalArgumentException("intervalNanos must be above 0 but was " + intervalNanos);
    }
    this.intervalNanos = intervalNanos;
  }

  /**
   * Takes note of a sample.
   *
   * @param nanoTime when it was taken, on the monotonic clock
   * @return how many seconds it stands for, at least 0
   */
  public double sampledAt(long nanoTime) {
    long elapsed = started ? Math.max(0, nanoTime - lastNanoTime) : intervalNanos;
    started = true;
    lastNanoTime = nanoTime;
    long stands = Math.min(elapsed, (long) (MAX_INTERVALS * intervalNanos));
    observedSeconds += stands / NANOS;
    unobservedSeconds += (elapsed - stands) / NANOS;
    missedSamples += Math.max(0, Math.round((double) elapsed / intervalNanos) - 1);
    return stands / NANOS;
  }

  /** For how many seconds samples stand. */
  public double observedSeconds() {
    return observedSeconds;
  }

  /** For how many seconds between the first sample and the last no sample stands. */
  public double unobservedSeconds() {
    return unobservedSeconds;
  }

  /** How many samples should have been taken and were not. */
  public long missedSamples() {
    return missedSamples;
  }
}
