package io.dbintel.core.binding;

import io.dbintel.core.config.ConfigChecks;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the host bound by name and type, for configuration files to refer to. Not thread-safe. */
public final class HostObjects {
  private record Key(String name, Class<?> type) {
    @Override
    public String toString() {
      return ConfigChecks.quote(name) + " (" + type.getName() + ')';
    }
  }

  private final Map<Key, Object> objects = new LinkedHashMap<>();
  private final Set<Key> used = new LinkedHashSet<>();
  private final Set<Key> twice = new LinkedHashSet<>();

  /** Nothing yet. */
  public HostObjects() {}

  /** Notes an object under a name and a type. */
  public <T> void bind(String name, Class<T> type, T object) {
    Key key = new Key(name, type);
    if (objects.putIfAbsent(key, type.cast(object)) != null) {
      twice.add(key);
    }
  }

  /** The object of that name that can stand for that type; null, and a problem, if none can. */
  @Nullable Object find(String name, Class<?> type, String path, ConfigChecks checks) {
    Set<String> names = new LinkedHashSet<>();
    Key other = null;
    Key exact = new Key(name, type);
    for (Key key : objects.keySet()) {
      names.add(key.name());
      boolean fits = type.isAssignableFrom(key.type());
      if (key.name().equals(name) && (other == null || fits) && !exact.equals(other)) {
        other = key;
      }
    }
    if (other == null) {
      checks.add(path, ConfigChecks.unknown("binding", name, names) + bindHint(type));
      return null;
    }
    used.add(other);
    if (!type.isAssignableFrom(other.type())) {
      checks.add(path, "must be a " + type.getName() + " but the host bound " + other);
      return null;
    }
    return objects.get(other);
  }

  private static String bindHint(Class<?> type) {
    return ". The host binds with .bind(name, " + type.getSimpleName() + ".class, …)";
  }

  /**
   * Adds a problem for what was bound in vain or twice: one of two names is mistyped.
   *
   * @param mentioned the names a file refers to: where such a reference could not be followed, that
   *     is a problem already
   * @param whole false if something of a file was refused, which may have been a reference
   */
  public void checkUsed(ConfigChecks checks, Set<String> mentioned, boolean whole) {
    Set<String> names = new HashSet<>();
    objects.keySet().forEach(key -> names.add(key.name()));
    Set<String> meant = new HashSet<>(mentioned);
    mentioned.forEach(name -> meant.add(ConfigChecks.nearest(name, names)));
    for (Key key : objects.keySet()) {
      checks.that(
          used.contains(key) || !whole || meant.contains(key.name()),
          "",
          "the binding " + key + " is used by no configuration file");
      checks.that(!twice.contains(key), "", "the binding " + key + " is made twice");
    }
  }
}
