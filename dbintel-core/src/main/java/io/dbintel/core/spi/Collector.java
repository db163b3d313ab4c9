package io.dbintel.core.spi;

/**
 * Reads from one target. Instances belong to a target; the engine runs one collection of a
 * collector at a time, each on any thread, and makes what one wrote visible to the next.
 */
@FunctionalInterface
public interface Collector extends AutoCloseable {
  /**
   * Reads once and emits what it read. It may block on the database, and must end when {@link
   * CollectionContext#onAbandon} runs.
   *
   * @throws Exception if the read failed; what was emitted before is dropped and counted, because
   *     half a reading says what is not so
   */
  void collect(CollectionContext context) throws Exception;

  /**
   * Emits what it held back, such as a run that still lasts. Called once, before {@link #close},
   * when dbintel closes or the target is removed, and not if a collection still hangs. The server
   * must not be asked.
   */
  default void drain(CollectionContext last) {}

  /** Lets go of what it holds. Idempotent. */
  @Override
  default void close() {}
}
