package io.dbintel.core.spi;

/**
 * Makes exporters.
 *
 * @param <C> the configuration
 */
public interface ExporterProvider<C extends Record> extends ComponentProvider<C> {
  /** Makes one. It must not touch the network. */
  Exporter create(C config, ComponentContext context);
}
