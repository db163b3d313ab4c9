/** Tests of metrics as data. */
@NullMarked
package io.dbintel.jdbc.metrics;

import org.jspecify.annotations.NullMarked;
