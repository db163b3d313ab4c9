/** Tests of what collectors of every product share. */
@NullMarked
package io.dbintel.jdbc.observe;

import org.jspecify.annotations.NullMarked;
