/**
 * Metrics as data, for any product: a table says which statement's column is which metric, counters
 * become increases that survive resets, and what there is too much of is folded into {@code other}.
 * Knows no SQL dialect. Public types are for the collectors of products and not for hosts.
 */
@NullMarked
package io.dbintel.jdbc.metrics;

import org.jspecify.annotations.NullMarked;
