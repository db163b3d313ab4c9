/** Benchmarks of what is package-private in the package of this name. */
@NullMarked
package io.dbintel.processors.plan;

import org.jspecify.annotations.NullMarked;
