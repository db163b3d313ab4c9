package io.dbintel.jdbc.observe;

import org.jspecify.annotations.Nullable;

/**
 * Time that sessions spent, for one value of a {@link Dimension}.
 *
 * @param value the value; empty where the server did not say; {@code other} in a timeline for all
 *     that have no series of their own
 * @param seconds session-seconds, at least 0
 * @param averageSessions {@code seconds} over the time observed: average active sessions (AAS)
 * @param share part of the window's total, in [0, 1]
 * @param text the normalised statement, for {@link Dimension#QUERY}; null if there is none
 */
public record SessionTime(
    String value, double seconds, double averageSessions, double share, @Nullable String text) {}
