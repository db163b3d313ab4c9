package io.dbintel.core.binding;

import io.dbintel.core.spi.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a component of a configuration record takes in a file.
 *
 * @param kind how it is written
 * @param raw the Java type; of a list or an optional, that of what is in it
 * @param element what is in a list or a set; null otherwise
 * @param nullable true if it may be left out without there being a default
 */
public record OptionType(Kind kind, Class<?> raw, @Nullable OptionType element, boolean nullable) {

  /** How a value is written. */
  public enum Kind {
    /** As it is. */
    TEXT("text"),
    /** Digits. */
    INTEGER("whole number"),
    /** {@code 16MiB}: an integer whose name ends with {@code Bytes}. */
    SIZE("size"),
    /** {@code 0.01} or {@code 1%}. */
    NUMBER("number"),
    /** {@code 250ms}, {@code 1h30m}. */
    DURATION("duration"),
    /** {@code true} or {@code false}. */
    FLAG("true or false"),
    /** A path of the file system. */
    PATH("path"),
    /** A constant of an enum, in kebab-case. */
    CHOICE("choice"),
    /** A reference such as {@code ${env:NAME}}, never the secret itself. */
    SECRET("secret"),
    /** Options of their own. */
    RECORD("options"),
    /** Several, in order. */
    LIST("list"),
    /** Several, each once. */
    SET("set"),
    /** <code>{ref: name}</code>: what the host bound under that name. */
    OBJECT("object of the host");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As the reference page names it. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** What a component takes. */
  public static OptionType of(RecordComponent component) {
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return of(component.getGenericType(), component.getName(), nullable);
  }

  private static OptionType of(Type type, String name, boolean nullable) {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      Class<?> outer = (Class<?>) generic.getRawType();
      if (outer == Optional.class) {
        return of(inner, name, true);
      }
      if (outer == List.class || outer == Set.class) {
        OptionType element = of(inner, name, false);
        return new OptionType(
            outer == List.class ? Kind.LIST : Kind.SET, element.raw(), element, nullable);
      }
      return new OptionType(Kind.OBJECT, outer, null, nullable);
    }
    Class<?> raw = type instanceof Class<?> known ? known : Object.class;
    return new OptionType(kind(raw, name), raw, null, nullable);
  }

  private static Kind kind(Class<?> raw, String name) {
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      return name.endsWith("Bytes") || name.equals("bytes") ? Kind.SIZE : Kind.INTEGER;
    }
    if (raw == double.class || raw == Double.class) {
      return Kind.NUMBER;
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return Kind.FLAG;
    }
    if (raw == String.class) {
      return Kind.TEXT;
    }
    if (raw == Duration.class) {
      return Kind.DURATION;
    }
    if (raw == Path.class) {
      return Kind.PATH;
    }
    if (raw == Secret.class) {
      return Kind.SECRET;
    }
    if (raw.isEnum()) {
      return Kind.CHOICE;
    }
    return raw.isRecord() ? Kind.RECORD : Kind.OBJECT;
  }

  /** The names a choice has, in kebab-case and in the enum's order; empty for other kinds. */
  public List<String> choices() {
    Object[] constants = raw.getEnumConstants();
    return constants == null
        ? List.of()
        : Arrays.stream(constants).map(each -> kebab((Enum<?>) each)).toList();
  }

  /** A value as a file says it; empty for nothing and for what no file can hold. */
  public String text(@Nullable Object value) {
    if (value == null || kind == Kind.SECRET || kind == Kind.OBJECT || kind == Kind.RECORD) {
      return "";
    }
    if (value instanceof Optional<?> optional) {
      return text(optional.orElse(null));
    }
    if (value instanceof Collection<?> items && element != null) {
      return items.stream().map(element::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return switch (kind) {
      case DURATION -> Units.text((Duration) value);
      case SIZE -> Units.sizeText(((Number) value).longValue());
      case CHOICE -> kebab((Enum<?>) value);
      case NUMBER ->
          BigDecimal.valueOf(((Number) value).doubleValue()).stripTrailingZeros().toPlainString();
      default -> value.toString();
    };
  }

  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
