package io.dbintel.core.spi;

/**
 * Decides before each collection whether the server may be asked now: a circuit breaker, an
 * overhead budget, the leadership of a fleet.
 *
 * <p>Implementations are thread-safe and do not block.
 */
@FunctionalInterface
public interface CollectionGuard extends AutoCloseable {
  /**
   * Admits or refuses a collection.
   *
   * @param nanoTime the monotonic time now
   */
  Admission admit(CollectionKey key, long nanoTime);

  /** Forgets a target that was removed. */
  default void forget(String target) {}

  /** Lets go of what it holds. Idempotent. */
  @Override
  default void close() {}
}
