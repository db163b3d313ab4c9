/** The contracts of the testkit: the built-in components keep them, broken ones do not. */
@NullMarked
package io.dbintel.core.contract;

import org.jspecify.annotations.NullMarked;
