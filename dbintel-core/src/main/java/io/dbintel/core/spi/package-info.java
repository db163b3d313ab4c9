/**
 * What plugins implement and what they are given: targets, collectors, guards, processors,
 * exporters, state stores and secret resolvers, each with a provider that {@link
 * java.util.ServiceLoader} finds. Providers are stateless; what they create belongs to the engine,
 * which closes it.
 */
@NullMarked
package io.dbintel.core.spi;

import org.jspecify.annotations.NullMarked;
