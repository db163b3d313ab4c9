/**
 * Connections for collecting: a small HikariCP pool of our own, or a borrowed DataSource behind a
 * semaphore of ours. Every transaction starts with our time-outs, is read-only, and leaves nothing
 * on the connection.
 */
@NullMarked
package io.dbintel.jdbc.pool;

import org.jspecify.annotations.NullMarked;
