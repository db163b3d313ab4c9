/** Tests of what measures. */
@NullMarked
package io.dbintel.core.export;

import org.jspecify.annotations.NullMarked;
