package io.dbintel.core.spi;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import java.util.Set;

/**
 * What all providers have in common. A provider is stateless, has a public no-argument constructor
 * and is found by {@link java.util.ServiceLoader} or registered with the builder. It is asked by
 * whatever thread builds an instance or reads a file for one, by several at once if several do.
 *
 * @param <C> the configuration: a record whose constructor checks its components, from which
 *     binding, validation and the reference page are made
 */
public interface ComponentProvider<C extends Record> {
  /** The component's name: kebab-case, unique among providers of its kind, and stable. */
  String name();

  /** The type of the configuration. */
  Class<C> configType();

  /** The configuration of somebody who did not say anything. */
  C defaults();

  /** Attributes that this component adds to the vocabulary. */
  default Set<AttrKey<?>> attributes() {
    return Set.of();
  }

  /** Event types that this component adds to the vocabulary. */
  default Set<EventType> eventTypes() {
    return Set.of();
  }
}
