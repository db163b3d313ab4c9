/**
 * What collectors of every product share: the history of sessions and the forest of who blocks
 * whom. Knows no SQL dialect.
 */
@NullMarked
package io.dbintel.jdbc.observe;

import org.jspecify.annotations.NullMarked;
