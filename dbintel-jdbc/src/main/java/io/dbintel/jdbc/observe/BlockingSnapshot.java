package io.dbintel.jdbc.observe;

import java.time.Instant;

/**
 * The forest of one sample of the past.
 *
 * @param at when the sample was taken
 * @param forest who waited for whom; of several blockers of a session the nearest to a root is left
 */
public record BlockingSnapshot(Instant at, BlockingForest forest) {}
