package io.dbintel.docs;

import io.dbintel.core.binding.OptionType;
import io.dbintel.core.config.ConfigBounds;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An option of a component. Its bounds are what its record really refuses.
 *
 * @param component whose option it is
 * @param path its name; with that of the record around it if it is nested
 * @param owner the record it is a component of
 * @param holder a record that is fine, to put other values into; null if none is known
 * @param index where in the record
 * @param type what it takes
 */
record Option(
    Component component,
    String path,
    Class<? extends Record> owner,
    @Nullable Record holder,
    int index,
    OptionType type) {
  private static final Duration LONGEST = Duration.ofDays(1_000_000);

  static List<Option> of(Component component) {
    List<Option> options = new ArrayList<>();
    add(component, "", component.config(), component.defaults(), options);
    return options;
  }

  private static void add(
      Component component,
      String path,
      Class<? extends Record> owner,
      @Nullable Record holder,
      List<Option> into) {
    RecordComponent[] parts = owner.getRecordComponents();
    for (int i = 0; i < parts.length; i++) {
      OptionType type = OptionType.of(parts[i]);
      Option option = new Option(component, path + parts[i].getName(), owner, holder, i, type);
      into.add(option);
      OptionType inner = type.element() == null ? type : type.element();
      if (inner.kind() == OptionType.Kind.RECORD) {
        Class<? extends Record> nested = inner.raw().asSubclass(Record.class);
        String prefix = option.path() + (type.element() == null ? "." : "[].");
        add(component, prefix, nested, option.nestedHolder(nested), into);
      }
    }
  }

  private @Nullable Record nestedHolder(Class<? extends Record> nested) {
    Object value = defaultValue();
    if (value instanceof Optional<?> optional) {
      value = optional.orElse(null);
    }
    if (value instanceof Record record) {
      return record;
    }
    try {
      return nested.cast(nested.getMethod("defaults").invoke(null));
    } catch (ReflectiveOperationException none) {
      return null;
    }
  }

  /** The name of the record's component. */
  String name() {
    return owner.getRecordComponents()[index].getName();
  }

  @Nullable Object defaultValue() {
    try {
      return holder == null
          ? null
          : owner.getRecordComponents()[index].getAccessor().invoke(holder);
    } catch (ReflectiveOperationException unreadable) {
      throw new IllegalStateException(toString(), unreadable);
    }
  }

  /** The default as a file says it; empty if there is none. */
  String defaultText() {
    return type.text(defaultValue());
  }

  /** True if values of its kind have an order, so that it must have bounds. */
  boolean isRanged() {
    return switch (type.kind()) {
      case INTEGER, SIZE, NUMBER, DURATION -> true;
      default -> false;
    };
  }

  /** What the record refuses of extremes tells where its bounds are; null if it takes them all. */
  @Nullable ConfigBounds bounds() {
    if (!isRanged()) {
      return null;
    }
    for (Object extreme : extremes()) {
      for (ConfigProblem problem : problemsWith(extreme)) {
        if (problem.path().equals(name()) && problem.bounds() != null) {
          return problem.bounds();
        }
      }
    }
    return null;
  }

  private List<Object> extremes() {
    Class<?> raw = type.raw();
    if (raw == int.class || raw == Integer.class) {
      return List.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (raw == long.class || raw == Long.class) {
      return List.of(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (raw == Duration.class) {
      return List.of(LONGEST.negated(), LONGEST);
    }
    return List.of(-Double.MAX_VALUE, Double.MAX_VALUE);
  }

  /** What the record says to another value of this option. */
  List<ConfigProblem> problemsWith(Object value) {
    if (holder == null) {
      throw new IllegalStateException(this + " is of a record without defaults()");
    }
    try {
      RecordComponent[] parts = owner.getRecordComponents();
      Object[] arguments = new Object[parts.length];
      for (int i = 0; i < parts.length; i++) {
        arguments[i] = i == index ? value : parts[i].getAccessor().invoke(holder);
      }
      Class<?>[] types =
          Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<? extends Record> constructor = owner.getDeclaredConstructor(types);
      constructor.newInstance(arguments);
      return List.of();
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof ConfigException problems) {
        return problems.problems();
      }
      return List.of(new ConfigProblem(name(), String.valueOf(refused.getCause())));
    } catch (ReflectiveOperationException unusable) {
      throw new IllegalStateException(toString(), unusable);
    }
  }

  /** An end of the bounds as the record takes it. */
  Object boxed(Comparable<?> end) {
    boolean narrow = type.raw() == int.class || type.raw() == Integer.class;
    return end instanceof Long whole && narrow ? (Object) whole.intValue() : end;
  }

  @Override
  public String toString() {
    return component + "." + path;
  }
}
