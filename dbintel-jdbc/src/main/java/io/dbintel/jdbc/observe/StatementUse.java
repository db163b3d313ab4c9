package io.dbintel.jdbc.observe;

/**
 * What one statement did in an interval. Immutable and thread-safe.
 *
 * @param query which statement
 * @param database where it ran; empty if the database is gone
 * @param user who ran it; empty if the role is gone
 * @param topLevel false if another statement ran it, as functions do
 * @param intervalSeconds how long the interval was in which it did all this: that of the whole, or
 *     longer if it had to wait until it was known whose it is
 * @param calls how often it ended
 * @param rows rows it brought or changed
 * @param seconds how long it ran
 * @param planningSeconds how long it was planned; 0 if the server does not keep that
 * @param blocksRead blocks it did not find in the server's own cache
 * @param share its part of the time that top-level statements ran, in [0, 1]; NaN if nested or not
 *     known, or if it had to wait
 * @param moments mean and deviation of one execution, in seconds
 */
public record StatementUse(
    QueryRef query,
    String database,
    String user,
    boolean topLevel,
    double intervalSeconds,
    long calls,
    long rows,
    double seconds,
    double planningSeconds,
    long blocksRead,
    double share,
    IntervalMoments moments) {}
