/**
 * Connections for collecting, and what is read through them: a small HikariCP pool of our own, or a
 * borrowed DataSource, behind two permits of ours. Every transaction starts with our time-outs, is
 * read-only, and leaves nothing on the connection; every statement is a resource, every column is
 * checked, and every error is classified and stripped of what the driver said.
 */
@NullMarked
package io.dbintel.jdbc.pool;

import org.jspecify.annotations.NullMarked;
