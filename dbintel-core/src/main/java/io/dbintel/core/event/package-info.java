/**
 * What flows: events with typed attributes, the vocabulary they are written in, and the batch in
 * which they travel. Everything that dbintel observes, measurements included, is a {@link
 * io.dbintel.core.event.DbEvent}.
 */
@NullMarked
package io.dbintel.core.event;

import org.jspecify.annotations.NullMarked;
