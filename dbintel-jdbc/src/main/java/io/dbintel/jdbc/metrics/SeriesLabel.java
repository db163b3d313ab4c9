package io.dbintel.jdbc.metrics;

import io.dbintel.core.event.AttrKey;

/**
 * An attribute of a metric: a constant, or what a column of the statement holds.
 *
 * @param key the attribute
 * @param text the constant, or the column's name
 * @param fromColumn whether {@code text} names a column
 */
public record SeriesLabel(AttrKey<String> key, String text, boolean fromColumn) {}
