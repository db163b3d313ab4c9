/** A target without a server and a collector whose body is a lambda, to drive the engine with. */
@NullMarked
package io.dbintel.core.toy;

import org.jspecify.annotations.NullMarked;
