/** What is written to a device of its own: one that becomes full, and one that is read-only. */
@NullMarked
package io.dbintel.core.device;

import org.jspecify.annotations.NullMarked;
