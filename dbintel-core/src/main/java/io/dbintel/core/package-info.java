/**
 * What a host touches: {@link io.dbintel.core.DbIntel} and its builder. Everything else is reached
 * from here or implemented by plugins.
 */
@NullMarked
package io.dbintel.core;

import org.jspecify.annotations.NullMarked;
