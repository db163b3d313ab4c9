package io.dbintel.core.architecture.broken.spi;

import io.dbintel.core.architecture.broken.event.LooksUp;
import org.jspecify.annotations.Nullable;

/** Closes the circle. */
public final class LooksDown {
  @Nullable LooksUp up;
}
