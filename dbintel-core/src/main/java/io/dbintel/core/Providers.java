package io.dbintel.core;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.engine.PluginFaults;
import io.dbintel.core.spi.ComponentProvider;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one kind: those the host registered and those found on its class path, by name.
 * A name that two of them claim is a problem that names both, and where they came from.
 */
final class Providers<P extends ComponentProvider<?>> {
  private static final int MAX_BROKEN = 1_000;

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
    UnloadedPlugins unloaded = new UnloadedPlugins(kind, type);
    Set<String> loaded = new HashSet<>();
    Iterator<T> found = ServiceLoader.load(type, loader).iterator();
    // The bound is for a loader that fails to look, which would fail for ever.
    while (unloaded.size() < MAX_BROKEN) {
      T plugin;
      try {
        if (!found.hasNext()) {
          break;
        }
        plugin = found.next();
      } catch (ServiceConfigurationError | LinkageError broken) {
        unloaded.add(broken);
        continue;
      }
      loaded.add(plugin.getClass().getName());
      to.accept(plugin);
    }
    unloaded.tell(loader, loaded, checks);
  }

  private void add(P provider, ConfigChecks checks) {
    String name;
    try {
      name = provider.name();
    } catch (RuntimeException | LinkageError failure) {
      checks.add(kind + "s", PluginFaults.failed(provider, "name()", PluginFaults.reason(failure)));
      return;
    }
    if (name == null || name.isBlank()) {
      checks.add(kind + "s", PluginFaults.failed(provider, "name()", "it has no name"));
      return;
    }
    P known = byName.putIfAbsent(name, provider);
    if (known != null && known.getClass() != provider.getClass()) {
      checks.add(
          kind + "s",
          "'%s' is the name of both %s and %s"
              .formatted(
                  name,
                  PluginFaults.origin(known.getClass()),
                  PluginFaults.origin(provider.getClass())));
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
}
