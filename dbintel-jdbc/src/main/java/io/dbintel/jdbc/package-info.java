/**
 * Targets and collectors over {@code java.sql}. Plugin authors start at {@link
 * io.dbintel.jdbc.JdbcCollector} and {@link io.dbintel.jdbc.JdbcTarget}; products have a room each.
 */
@NullMarked
package io.dbintel.jdbc;

import org.jspecify.annotations.NullMarked;
