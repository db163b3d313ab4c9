/**
 * PostgreSQL servers as targets: who a server is, what it offers to whom, what an operator should
 * change, and the collectors that read it.
 */
@NullMarked
package io.dbintel.jdbc.postgresql;

import org.jspecify.annotations.NullMarked;
