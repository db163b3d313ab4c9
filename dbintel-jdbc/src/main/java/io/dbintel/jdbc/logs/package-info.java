/**
 * Server logs of PostgreSQL: what stands in them, in every form they are written in, and how a file
 * that is still being written is followed over rotation and restarts. Parsing and files only; knows
 * no connection.
 */
@NullMarked
package io.dbintel.jdbc.logs;

import org.jspecify.annotations.NullMarked;
