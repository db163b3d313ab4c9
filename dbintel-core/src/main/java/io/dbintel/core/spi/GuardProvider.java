package io.dbintel.core.spi;

/**
 * Makes guards.
 *
 * @param <C> the configuration
 */
public interface GuardProvider<C extends Record> extends ComponentProvider<C> {
  /** Makes one for the whole instance. */
  CollectionGuard create(C config, ComponentContext context);
}
