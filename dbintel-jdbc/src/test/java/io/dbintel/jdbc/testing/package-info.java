/** Real servers for tests, and stand-ins for what the engine gives to a component. */
@NullMarked
package io.dbintel.jdbc.testing;

import org.jspecify.annotations.NullMarked;
