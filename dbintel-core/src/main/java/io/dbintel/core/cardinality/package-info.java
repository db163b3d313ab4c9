/** Keeps the number of series bounded, in one way for all who count or group by a key. */
@NullMarked
package io.dbintel.core.cardinality;

import org.jspecify.annotations.NullMarked;
