package io.dbintel.core.binding;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigNode;
import io.dbintel.core.config.ConfigNode.Entry;
import io.dbintel.core.config.ConfigNode.Mapping;
import io.dbintel.core.config.ConfigNode.Sequence;
import io.dbintel.core.config.ConfigProblem;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of mappings. Options are the record's components, by name; what is left out has its
 * default; the record's own constructor checks the ranges. Every problem is told, also those that
 * only show once another is mended.
 *
 * <p>Not thread-safe.
 */
public final class RecordBinder {
  private final Values values;
  private final HostObjects objects;
  private final ConfigChecks checks;

  /**
   * A binder.
   *
   * @param references resolves <code>${…}</code>
   * @param objects what <code>{ref: …}</code> refers to
   * @param checks where problems go
   */
  public RecordBinder(References references, HostObjects objects, ConfigChecks checks) {
    this.values = new Values(references, objects, checks);
    this.objects = objects;
    this.checks = checks;
  }

  /**
   * Binds a mapping.
   *
   * @param type the record
   * @param node what the file says
   * @param path where it says so
   * @param defaults what holds for options that are left out; null if there are no defaults
   * @param reserved names in the mapping that are no options of the record
   */
  public <R extends Record> Bound<R> bind(
      Class<R> type, Mapping node, String path, @Nullable R defaults, Set<String> reserved) {
    RecordShape<R> shape = RecordShape.of(type);
    Set<String> said = new LinkedHashSet<>(node.entries().keySet());
    said.removeAll(reserved);
    Set<String> failed = new HashSet<>();
    checkNames(shape, node, said, failed, path);
    @Nullable Object[] fallback = shape.values(defaults);
    @Nullable Object[] arguments = fallback.clone();
    List<RecordComponent> components = shape.components();
    for (int i = 0; i < components.size(); i++) {
      String name = components.get(i).getName();
      Entry entry = node.entries().get(name);
      OptionType option = OptionType.of(components.get(i));
      Object value =
          entry == null || reserved.contains(name)
              ? left(option, fallback[i], failed.contains(name) ? null : join(path, name))
              : said(option, entry.value(), join(path, name), fallback[i]);
      if (value == null && !(option.nullable() && entry == null)) {
        failed.add(name);
      } else {
        arguments[i] = value;
      }
    }
    R value = construct(shape, arguments, fallback, said, failed, path);
    return new Bound<>(value, said, Set.copyOf(failed));
  }

  /** The host's object of that name for what takes no options; null, and a problem, if not. */
  public <T> @Nullable T object(String name, Class<T> type, String path) {
    Object found = objects.find(name, type, path, checks);
    return found == null ? null : type.cast(found);
  }

  /** The name in <code>{ref: name}</code>; null if the node is anything else. */
  public static @Nullable String refOf(ConfigNode node) {
    return Values.ref(node);
  }

  /** What a mistyped name was meant to be has failed: that it is missing would be an echo. */
  private void checkNames(
      RecordShape<?> shape, Mapping node, Set<String> said, Set<String> failed, String path) {
    Set<String> known = new TreeSet<>(shape.names());
    for (String name : said) {
      Entry entry = node.entries().get(name);
      if (entry != null && !known.contains(name)) {
        checks.unknownName(path, name, entry, known);
        String meant = ConfigChecks.nearest(name, known);
        if (meant != null && !said.contains(meant)) {
          failed.add(meant);
        }
      }
    }
  }

  private @Nullable Object left(
      OptionType option, @Nullable Object fallback, @Nullable String path) {
    if (fallback == null && !option.nullable() && path != null) {
      checks.add(path, "is missing");
    }
    return fallback;
  }

  private @Nullable Object said(
      OptionType option, ConfigNode node, String path, @Nullable Object fallback) {
    Object value =
        switch (option.kind()) {
          case RECORD -> nested(option.raw(), node, path, fallback);
          case LIST, SET -> several(option, node, path);
          default -> values.read(option, node, path);
        };
    return value != null && fallback instanceof Optional<?> ? Optional.of(value) : value;
  }

  private @Nullable Object nested(
      Class<?> raw, ConfigNode node, String path, @Nullable Object fallback) {
    if (!(node instanceof Mapping mapping)) {
      checks.wrongKind(path, "must be a mapping of options", node);
      return null;
    }
    Object inside = fallback instanceof Optional<?> optional ? optional.orElse(null) : fallback;
    return nested(raw.asSubclass(Record.class), mapping, path, inside);
  }

  private <R extends Record> @Nullable Object nested(
      Class<R> raw, Mapping node, String path, @Nullable Object fallback) {
    R defaults = fallback == null ? RecordShape.of(raw).ownDefaults() : raw.cast(fallback);
    Bound<R> bound = bind(raw, node, path, defaults, Set.of());
    return bound.failed().isEmpty() ? bound.value() : null;
  }

  private @Nullable Object several(OptionType option, ConfigNode node, String path) {
    OptionType element = option.element();
    if (!(node instanceof Sequence sequence) || element == null) {
      wrongList(option, node, path);
      return null;
    }
    List<Object> items = new ArrayList<>();
    boolean whole = true;
    for (int i = 0; i < sequence.items().size(); i++) {
      Object item = said(element, sequence.items().get(i), path + '[' + i + ']', null);
      whole &= item != null;
      if (item != null && option.kind() == OptionType.Kind.SET && items.contains(item)) {
        checks.add(path + '[' + i + ']', "stands in the list a second time");
        whole = false;
      } else if (item != null) {
        items.add(item);
      }
    }
    if (!whole) {
      return null;
    }
    return option.kind() == OptionType.Kind.LIST
        ? List.copyOf(items)
        : Collections.unmodifiableSet(new LinkedHashSet<>(items));
  }

  private void wrongList(OptionType option, ConfigNode node, String path) {
    String rule = "must be a list, as in [a, b],";
    OptionType element = option.element();
    if (element != null && element.kind() == OptionType.Kind.SECRET) {
      checks.add(path, rule + " but is " + node.kind());
    } else {
      checks.wrongKind(path, rule, node);
    }
  }

  /**
   * Each try takes the defaults for what the last one refused, until there is nothing to refuse.
   */
  private <R extends Record> @Nullable R construct(
      RecordShape<R> shape,
      @Nullable Object[] arguments,
      @Nullable Object[] fallback,
      Set<String> said,
      Set<String> failed,
      String path) {
    for (int tries = 0; tries <= arguments.length; tries++) {
      List<ConfigProblem> refused = new ArrayList<>();
      R value = shape.construct(arguments, refused);
      if (value != null) {
        return value;
      }
      Bound<R> before = new Bound<>(null, said, Set.copyOf(failed));
      boolean progress = false;
      for (ConfigProblem problem : refused) {
        if (before.isGenuine(problem) && shape.isComplete(arguments)) {
          checks.add(problem.under(path));
        }
        int at = shape.names().indexOf(Bound.option(problem.path()));
        if (at >= 0 && failed.add(shape.names().get(at))) {
          arguments[at] = fallback[at];
          progress = true;
        }
      }
      if (!progress) {
        failed.add("");
        return null;
      }
    }
    return null;
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + '.' + name;
  }
}
