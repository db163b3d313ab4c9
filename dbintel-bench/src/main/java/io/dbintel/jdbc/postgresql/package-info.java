/** Benchmarks of what is package-private in the package of this name. */
@NullMarked
package io.dbintel.jdbc.postgresql;

import org.jspecify.annotations.NullMarked;
