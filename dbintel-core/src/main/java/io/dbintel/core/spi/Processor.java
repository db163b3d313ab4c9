package io.dbintel.core.spi;

import io.dbintel.core.event.EventBatch;

/**
 * One stage of a target's pipeline. An instance belongs to one target and is only ever called by
 * one thread at a time, so it holds plain fields and no locks. It must not block.
 *
 * <p>What it throws is caught, counted and logged; then its {@link Contract#onError()} applies.
 */
@FunctionalInterface
public interface Processor extends AutoCloseable {
  /** Works on a batch. It must not keep the batch. */
  void process(EventBatch batch);

  /** Called once a second with an empty batch, for windows, expiry and freshness. */
  default void tick(EventBatch empty) {}

  /** Called once, at close, with an empty batch, for what is still held back. */
  default void drain(EventBatch last) {}

  /** Lets go of what it holds. Called after {@link #drain}. Idempotent. */
  @Override
  default void close() {}
}
