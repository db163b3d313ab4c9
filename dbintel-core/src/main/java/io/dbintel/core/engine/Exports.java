package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import java.util.List;

/** The exporters, as a lane sees them. Thread-safe. */
interface Exports {
  /** Hands frozen events to every exporter. Never blocks. */
  void handOver(List<DbEvent> events);

  /** True if lanes should stop for now. */
  boolean isPaused();
}
