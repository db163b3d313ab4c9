package io.dbintel.core.spi;

/**
 * Makes processors.
 *
 * @param <C> the configuration
 */
public interface ProcessorProvider<C extends Record> extends ComponentProvider<C> {
  /** What it needs and what it gives. */
  Contract contract(C config);

  /** Makes one for a target. */
  Processor create(C config, ComponentContext context);
}
