/** Tests of reading and following server logs. */
@NullMarked
package io.dbintel.jdbc.logs;

import org.jspecify.annotations.NullMarked;
