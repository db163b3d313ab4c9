/** Where components' state survives a restart: a store that keeps one file a key in a folder. */
@NullMarked
package io.dbintel.core.state;

import org.jspecify.annotations.NullMarked;
