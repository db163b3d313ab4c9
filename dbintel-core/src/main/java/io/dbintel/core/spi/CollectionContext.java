package io.dbintel.core.spi;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import java.time.Duration;

/**
 * One collection: what it reads from, how long it may take, and where what it reads goes.
 *
 * <p>Belongs to the thread that collects; only {@link #onAbandon} actions run on another.
 */
public interface CollectionContext {
  /** The target that is read. */
  Target target();

  /** The database to visit, for a collector of database scope; else empty. */
  String database();

  /** Who the server is, as it last said. */
  TargetIdentity identity();

  /** When the collection began, on the wall. */
  long epochNanos();

  /** How long the collection may take; then it is abandoned. */
  Duration timeout();

  /** How much to ask for: a guard lowers it when the server is under pressure. */
  QueryLevel level();

  /**
   * Emits an event, at the time the collection began, for the caller to fill.
   *
   * <p>When the collection's limit of events is reached, the event returned leads nowhere: it is
   * counted as dropped.
   */
  default DbEvent emit(EventType type) {
    return emit(type, epochNanos());
  }

  /** Emits an event that was observed at {@code epochNanos}. */
  DbEvent emit(EventType type, long epochNanos);

  /**
   * How many more events fit into the collection. What belongs together, or would be lost for good,
   * is better left for the next one than emitted in part.
   */
  default int room() {
    return Integer.MAX_VALUE;
  }

  /** Adds to what this collection cost the server. */
  void spent(CollectionCost cost);

  /** Counts a row that was read and could not be used, and goes on. */
  void badRow(String reason);

  /**
   * Says what to do if the collection takes too long or dbintel closes, for example to cancel the
   * statement. The last action counts; it runs at most once, on another thread, and must not block.
   */
  void onAbandon(Runnable action);

  /** True once the collection was given up: nothing it emits is used any more. */
  boolean isAbandoned();
}
