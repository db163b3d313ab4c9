package io.dbintel.core.architecture.broken.event;

import io.dbintel.core.architecture.broken.spi.LooksDown;

/** Breaks the floors: what flows must not know who moves it. */
public final class LooksUp {
  LooksDown down() {
    return new LooksDown();
  }
}
