/** Tests of what measures. */
@NullMarked
package io.dbintel.bench;

import org.jspecify.annotations.NullMarked;
