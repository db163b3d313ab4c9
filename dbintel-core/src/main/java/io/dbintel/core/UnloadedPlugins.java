package io.dbintel.core;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.engine.PluginFaults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the plugins of one kind that could not be loaded which class of which jar they are, and
 * why. Not thread-safe.
 */
final class UnloadedPlugins {
  private final String kind;
  private final Class<?> type;
  private final List<Throwable> failures = new ArrayList<>();

  UnloadedPlugins(String kind, Class<?> type) {
    this.kind = kind;
    this.type = type;
  }

  void add(Throwable failure) {
    failures.add(failure);
  }

  int size() {
    return failures.size();
  }

  /**
   * Adds a problem for each.
   *
   * @param loaded the classes that could be loaded
   */
  void tell(ClassLoader loader, Set<String> loaded, ConfigChecks checks) {
    if (failures.isEmpty()) {
      return;
    }
    Map<String, String> jars = ServiceFiles.of(type, loader);
    jars.keySet().removeAll(loaded);
    Map<String, Throwable> named = new LinkedHashMap<>();
    List<Throwable> others = new ArrayList<>();
    for (Throwable failure : failures) {
      String name = nameIn(failure, jars.keySet());
      if (name == null) {
        others.add(failure);
      } else {
        named.put(name, failure);
      }
    }
    // Errors of linking do not say which provider they are about, but come in the order of loading.
    for (String name : jars.keySet()) {
      Throwable failure = named.get(name);
      if (failure == null && !others.isEmpty() && others.get(0) instanceof LinkageError) {
        failure = others.remove(0);
      }
      if (failure != null) {
        tell(name + " in " + jars.get(name) + " could not be loaded: " + reason(failure), checks);
      }
    }
    for (Throwable failure : others) {
      tell(unnamed(failure), checks);
    }
  }

  private void tell(String message, ConfigChecks checks) {
    checks.add(kind + "s", message);
  }

  private static @Nullable String nameIn(Throwable failure, Set<String> names) {
    if (!(failure instanceof ServiceConfigurationError)) {
      return null;
    }
    String message = ' ' + String.valueOf(failure.getMessage()) + ' ';
    for (String name : names) {
      if (message.contains(' ' + name + ' ')) {
        return name;
      }
    }
    return null;
  }

  private String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    if (!(failure instanceof ServiceConfigurationError)) {
      return PluginFaults.reason(failure);
    }
    if (cause instanceof NoSuchMethodException) {
      return "it has no public constructor without arguments";
    }
    if (cause != null) {
      return cause instanceof LinkageError
          ? PluginFaults.reason(cause)
          : "its constructor threw " + PluginFaults.reason(cause);
    }
    String message = String.valueOf(failure.getMessage());
    if (message.endsWith(" not found")) {
      return "the jar does not hold that class";
    }
    return message.endsWith("not a subtype")
        ? "it is no " + type.getName() + " of this version of dbintel-core"
        : "it is not public, or no class that can be made";
  }

  /** A file that names no class; the message begins with where it is. */
  private String unnamed(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    int place = message.indexOf("/META-INF/services/");
    int file = Math.max(message.indexOf("jar:"), message.indexOf("file:"));
    return place < 0 || file < 0
        ? "a provider could not be loaded: " + PluginFaults.reason(failure)
        : "META-INF/services/%s in %s could not be read: %s"
            .formatted(
                type.getName(),
                PluginFaults.jar(message.substring(file)),
                "it must hold one class name a line");
  }
}
