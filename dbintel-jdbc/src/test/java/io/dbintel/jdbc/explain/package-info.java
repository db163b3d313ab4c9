/** Plans asked of real servers, and what must not happen meanwhile. */
@NullMarked
package io.dbintel.jdbc.explain;

import org.jspecify.annotations.NullMarked;
