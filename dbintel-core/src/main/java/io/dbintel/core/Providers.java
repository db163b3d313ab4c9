package io.dbintel.core;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.ComponentProvider;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one kind: those the host registered and those found on its class path, by name.
 * A name that two of them claim is a problem that names both, and where they came from.
 */
final class Providers<P extends ComponentProvider<?>> {
  private final String kind;
  private final Map<String, P> byName = new LinkedHashMap<>();

  private Providers(String kind) {
    this.kind = kind;
  }

  static <P extends ComponentProvider<?>> Providers<P> find(
      String kind,
      Class<P> type,
      Collection<P> registered,
      ClassLoader loader,
      ConfigChecks checks) {
    Providers<P> providers = new Providers<>(kind);
    registered.forEach(provider -> providers.add(provider, checks));
    load(kind, type, loader, checks, provider -> providers.add(provider, checks));
    return providers;
  }

  /** Hands over each plugin of a type that a loader finds; one that is broken is a problem. */
  static <T> void load(
      String kind, Class<T> type, ClassLoader loader, ConfigChecks checks, Consumer<T> to) {
    Iterator<T> found = ServiceLoader.load(type, loader).iterator();
    while (true) {
      try {
        if (!found.hasNext()) {
          return;
        }
        to.accept(found.next());
      } catch (ServiceConfigurationError | LinkageError broken) {
        checks.add(
            kind + "s",
            "a provider on the class path could not be loaded: "
                + ConfigChecks.quote(String.valueOf(broken.getMessage())));
      }
    }
  }

  private void add(P provider, ConfigChecks checks) {
    P known = byName.putIfAbsent(provider.name(), provider);
    if (known != null && known.getClass() != provider.getClass()) {
      checks.add(
          kind + "s",
          "'%s' is the name of both %s and %s"
              .formatted(provider.name(), origin(known), origin(provider)));
    }
  }

  /** The provider of that name; null, and a problem, if there is none. */
  @Nullable P get(String path, String name, ConfigChecks checks) {
    P provider = byName.get(name);
    if (provider == null) {
      checks.add(path, ConfigChecks.unknown(kind, name, byName.keySet()));
    }
    return provider;
  }

  Collection<String> names() {
    return byName.keySet();
  }

  Collection<P> all() {
    return List.copyOf(byName.values());
  }

  private static String origin(Object provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    String jar = source == null ? "" : String.valueOf(source.getLocation());
    return provider.getClass().getName()
        + (jar.isEmpty() ? "" : " in " + jar.substring(jar.lastIndexOf('/', jar.length() - 2) + 1));
  }
}
