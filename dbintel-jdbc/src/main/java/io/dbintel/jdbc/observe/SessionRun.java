package io.dbintel.jdbc.observe;

/**
 * A session that stayed as it was over one or more consecutive samples, or a part of such a stay:
 * one that lasts is told in parts, whose seconds add up.
 *
 * @param observation how the session was when it was last seen so
 * @param blockedBy the session directly in its way, as the {@link BlockingForest} chose it, or -1
 * @param beginEpochNanos when the first sample of this part was taken, on the wall
 * @param lastEpochNanos when the last one was
 * @param samples how many samples, at least 1
 * @param seconds how long it stayed so, in seconds, as {@link ObservedTime} estimates it
 * @param continued true if an earlier part of the same stay was told before
 * @param ended true if the session is known to have changed or gone since; a stay whose last part
 *     was told before it ended has no part that says so
 */
public record SessionRun(
    SessionObservation observation,
    int blockedBy,
    long beginEpochNanos,
    long lastEpochNanos,
    int samples,
    double seconds,
    boolean continued,
    boolean ended) {}
