package io.dbintel.core.spi;

import java.util.Set;

/**
 * Makes collectors.
 *
 * @param <C> the configuration
 */
public interface CollectorProvider<C extends Record> extends ComponentProvider<C> {

  /** What a collector reads at a time. */
  enum Scope {
    /** The server as a whole, once. */
    SERVER,
    /** Each database, one after another. */
    DATABASE
  }

  /** The {@linkplain Target#type() types} of targets it can read. */
  Set<String> targetTypes();

  /** What it reads at a time. */
  default Scope scope() {
    return Scope.SERVER;
  }

  /** Which turn it takes; {@link Turn#SESSIONS} is for samplers that must not miss a second. */
  default Turn turn() {
    return Turn.GENERAL;
  }

  /** True if every target it serves has one unless the host says otherwise. */
  default boolean onByDefault() {
    return false;
  }

  /** How often it collects, and how long that may take. */
  Schedule schedule(C config);

  /** What it gives. */
  Contract contract(C config);

  /** Makes one for a target. It must not touch the network. */
  Collector create(C config, Target target, ComponentContext context);
}
