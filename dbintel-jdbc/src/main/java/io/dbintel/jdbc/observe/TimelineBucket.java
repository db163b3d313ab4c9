package io.dbintel.jdbc.observe;

import java.time.Instant;
import java.util.List;

/**
 * One step of a timeline.
 *
 * @param begin where it begins, not included
 * @param end where it ends, included
 * @param observedSeconds for how much of it samples stand, in seconds; 0 if nothing was observed
 * @param series the same values in the same order in every bucket of a timeline
 */
public record TimelineBucket(
    Instant begin, Instant end, double observedSeconds, List<SessionTime> series) {
  /** Copies the list. */
  public TimelineBucket {
    series = List.copyOf(series);
  }
}
