package io.dbintel.core.binding;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration record, taken apart and put together by reflection. Immutable.
 *
 * @param type the record
 * @param components its components, in order
 * @param names their names
 * @param <R> the record
 */
record RecordShape<R extends Record>(
    Class<R> type, List<RecordComponent> components, List<String> names) {

  static <R extends Record> RecordShape<R> of(Class<R> type) {
    List<RecordComponent> components = List.of(type.getRecordComponents());
    List<String> names = components.stream().map(RecordComponent::getName).toList();
    return new RecordShape<>(type, components, names);
  }

  /** What {@code public static R defaults()} gives; null if the record has no such method. */
  @Nullable R ownDefaults() {
    try {
      Method method = type.getDeclaredMethod("defaults");
      boolean ours = Modifier.isStatic(method.getModifiers()) && method.getReturnType() == type;
      return ours && method.trySetAccessible() ? type.cast(method.invoke(null)) : null;
    } catch (ReflectiveOperationException none) {
      return null;
    }
  }

  /** The components of a record; of none, what stands for nothing in each. */
  @Nullable Object[] values(@Nullable R of) {
    @Nullable Object[] values = new @Nullable Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      if (of != null) {
        values[i] = value(components.get(i), of);
      } else if (components.get(i).getType() == Optional.class) {
        values[i] = Optional.empty();
      }
    }
    return values;
  }

  private static @Nullable Object value(RecordComponent component, Record of) {
    try {
      component.getAccessor().trySetAccessible();
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException unreadable) {
      throw new IllegalStateException("cannot read " + component, unreadable);
    }
  }

  /** True if nothing is missing that the record must be given. */
  boolean isComplete(@Nullable Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] == null && !OptionType.of(components.get(i)).nullable()) {
        return false;
      }
    }
    return true;
  }

  /** The record; null, and what it refused, if its constructor throws. */
  @Nullable R construct(@Nullable Object[] arguments, List<ConfigProblem> refused) {
    try {
      Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor.newInstance(withoutHoles(arguments));
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      if (cause instanceof ConfigException problems) {
        refused.addAll(problems.problems());
      } else {
        refused.add(new ConfigProblem("", "is refused: " + place(cause)));
      }
    } catch (ReflectiveOperationException unusable) {
      refused.add(new ConfigProblem("", "cannot be made: " + unusable.getClass().getName()));
    }
    return null;
  }

  /** Not its words: they may hold the value. */
  private static String place(@Nullable Throwable cause) {
    StackTraceElement[] trace = cause == null ? new StackTraceElement[0] : cause.getStackTrace();
    return (cause == null ? "" : cause.getClass().getName())
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /** A primitive takes no null; what is missing is a problem already. */
  private @Nullable Object[] withoutHoles(@Nullable Object[] arguments) {
    @Nullable Object[] whole = Arrays.copyOf(arguments, arguments.length);
    for (int i = 0; i < whole.length; i++) {
      Class<?> raw = components.get(i).getType();
      if (whole[i] == null && raw.isPrimitive()) {
        whole[i] = Array.get(Array.newInstance(raw, 1), 0);
      }
    }
    return whole;
  }
}
