package io.dbintel.core;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.spi.ComponentProvider;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a component is configured: by nothing but its defaults, by a record of the host's, or by what
 * a file says. Whichever it is, the component's provider decides of which type the record is.
 */
interface Settings {
  /**
   * The configuration for a provider's component, or null; what is wrong with it is a problem.
   *
   * @param path where it was said
   */
  <C extends Record> Made<C> make(ComponentProvider<C> provider, String path, ConfigChecks checks);

  /**
   * A configuration.
   *
   * @param config null if there is none
   * @param genuine true for a problem, found later, that is more than the echo of one told already
   */
  record Made<C extends Record>(@Nullable C config, Predicate<ConfigProblem> genuine) {}

  /** The provider's defaults. */
  static Settings defaults() {
    return new Settings() {
      @Override
      public <C extends Record> Made<C> make(
          ComponentProvider<C> provider, String path, ConfigChecks checks) {
        return new Made<>(defaultsOf(provider, path, checks), any -> true);
      }
    };
  }

  private static <C extends Record> @Nullable C defaultsOf(
      ComponentProvider<C> provider, String path, ConfigChecks checks) {
    try {
      return provider.defaults();
    } catch (ConfigException incomplete) {
      checks.addAll(path, incomplete.problems());
      return null;
    }
  }

  /** A record of the host's. */
  static Settings given(Record record) {
    return new Settings() {
      @Override
      public <C extends Record> Made<C> make(
          ComponentProvider<C> provider, String path, ConfigChecks checks) {
        Class<C> type = provider.configType();
        checks.that(
            type.isInstance(record),
            path,
            "must be configured with a "
                + type.getName()
                + " but was given a "
                + record.getClass().getName());
        return new Made<>(type.isInstance(record) ? type.cast(record) : null, any -> true);
      }
    };
  }
}
