package io.dbintel.core.spi;

/**
 * Makes targets from configuration; a host that writes Java builds its targets itself.
 *
 * @param <C> the configuration
 */
public interface TargetProvider<C extends Record> extends ComponentProvider<C> {
  /** Makes one. It must not touch the network. */
  Target create(String id, C config);
}
