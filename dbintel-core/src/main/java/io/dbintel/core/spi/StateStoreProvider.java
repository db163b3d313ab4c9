package io.dbintel.core.spi;

/**
 * Makes state stores.
 *
 * @param <C> the configuration
 */
public interface StateStoreProvider<C extends Record> extends ComponentProvider<C> {
  /** Makes one. */
  StateStore create(C config, ComponentContext context);
}
