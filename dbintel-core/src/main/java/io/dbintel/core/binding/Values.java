package io.dbintel.core.binding;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigNode;
import io.dbintel.core.config.ConfigNode.Entry;
import io.dbintel.core.config.ConfigNode.Mapping;
import io.dbintel.core.config.ConfigNode.Scalar;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.spi.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads single values, each in the one way its type is written. Whatever does not fit is a problem
 * and null: nothing is guessed, rounded or taken for something else.
 */
final class Values {
  private static final String DURATIONS = "must be a duration such as 250ms, 10s or 1h30m";
  private static final String SIZES = "must be a size such as 64KiB or 16MiB";

  private final References references;
  private final HostObjects objects;
  private final ConfigChecks checks;

  Values(References references, HostObjects objects, ConfigChecks checks) {
    this.references = references;
    this.objects = objects;
    this.checks = checks;
  }

  @Nullable Object read(OptionType type, ConfigNode node, String path) {
    if (node.isRefused()) {
      return null;
    }
    if (type.kind() == OptionType.Kind.OBJECT) {
      return object(type.raw(), node, path);
    }
    if (!(node instanceof Scalar scalar)) {
      checks.add(path, "must be a " + type.kind() + " but is " + node.kind());
      return null;
    }
    boolean empty = scalar.text().isEmpty() && type.kind() != OptionType.Kind.TEXT;
    if (scalar.type() == Scalar.Type.NOTHING || empty) {
      checks.add(path, "has no value: leave it out, or say one");
      return null;
    }
    if (type.kind() == OptionType.Kind.SECRET) {
      return secret(scalar, path);
    }
    String text = references.text(scalar.text(), path);
    return text == null ? null : read(type, scalar, text, path);
  }

  private @Nullable Object read(OptionType type, Scalar scalar, String text, String path) {
    return switch (type.kind()) {
      case TEXT -> text(scalar, text, path);
      case PATH -> path(scalar, text, path);
      case FLAG -> flag(scalar, text, path);
      case INTEGER -> integer(type, scalar, text, path);
      case SIZE -> size(type, scalar, text, path);
      case NUMBER -> number(scalar, text, path);
      case DURATION -> duration(scalar, text, path);
      case CHOICE -> choice(type, text, path);
      default -> throw new IllegalStateException("not a single value: " + type.kind());
    };
  }

  private @Nullable Secret secret(Scalar scalar, String path) {
    return references.secret(scalar.text(), path);
  }

  private @Nullable String text(Scalar scalar, String text, String path) {
    if (scalar.type() != Scalar.Type.TEXT) {
      wrong(path, "must be a text: put it in quotes", text);
      return null;
    }
    return text;
  }

  private @Nullable Object path(Scalar scalar, String text, String path) {
    String plain = text(scalar, text, path);
    try {
      return plain == null ? null : Path.of(plain);
    } catch (InvalidPathException notAPath) {
      return wrong(path, "must be a path", text);
    }
  }

  private @Nullable Object flag(Scalar scalar, String text, String path) {
    boolean typed = scalar.type() == Scalar.Type.FLAG || references.isMasked(path);
    if (typed && (text.equals("true") || text.equals("false"))) {
      return Boolean.valueOf(text);
    }
    String quoted = scalar.type() == Scalar.Type.TEXT && isFlag(text) ? ", without quotes" : "";
    return wrong(path, "must be true or false" + quoted, text);
  }

  private static boolean isFlag(String text) {
    return text.equals("true") || text.equals("false");
  }

  private @Nullable Object integer(OptionType type, Scalar scalar, String text, String path) {
    Long value = Units.integer(text);
    if (!isNumber(scalar, path) && value != null) {
      return wrong(path, "must be a whole number, without quotes", text);
    }
    if (value == null) {
      return wrong(path, "must be a whole number, in plain digits", text);
    }
    return boxed(type, value, text, path);
  }

  private @Nullable Object size(OptionType type, Scalar scalar, String text, String path) {
    Long value = Units.size(text);
    if (value == null) {
      return wrong(path, SIZES + sizeHint(scalar, text), text);
    }
    return boxed(type, value, text, path);
  }

  private String sizeHint(Scalar scalar, String text) {
    if (Units.integer(text) != null) {
      return "; the unit is missing";
    }
    boolean decimal = text.endsWith("KB") || text.endsWith("MB") || text.endsWith("GB");
    return decimal && scalar.type() == Scalar.Type.TEXT
        ? "; units are powers of 1024: B, KiB, MiB, GiB, TiB"
        : "";
  }

  private @Nullable Object boxed(OptionType type, Long value, String text, String path) {
    boolean narrow = type.raw() == int.class || type.raw() == Integer.class;
    if (!narrow) {
      return value;
    }
    if (value != value.intValue()) {
      return wrong(path, "must not be larger than " + Integer.MAX_VALUE, text);
    }
    return value.intValue();
  }

  private @Nullable Object number(Scalar scalar, String text, String path) {
    Double value = Units.number(text);
    if (value == null) {
      return wrong(path, "must be a number such as 0.01 or 1%", text);
    }
    if (!isNumber(scalar, path) && !text.endsWith("%")) {
      return wrong(path, "must be a number, without quotes", text);
    }
    return value;
  }

  private @Nullable Object duration(Scalar scalar, String text, String path) {
    Duration value = Units.duration(text);
    if (value == null) {
      boolean bare = scalar.type() != Scalar.Type.TEXT || Units.integer(text) != null;
      return wrong(path, DURATIONS + (bare ? "; the unit is missing" : ""), text);
    }
    return value;
  }

  private @Nullable Object choice(OptionType type, String text, String path) {
    List<String> names = type.choices();
    int at = names.indexOf(text);
    if (at >= 0) {
      return type.raw().getEnumConstants()[at];
    }
    if (references.isMasked(path)) {
      return wrong(path, "must be one of " + String.join(", ", names), text);
    }
    checks.add(path, "has an " + ConfigChecks.unknown("value", text, names));
    return null;
  }

  private @Nullable Object object(Class<?> type, ConfigNode node, String path) {
    String name = ref(node);
    if (name == null) {
      checks.add(
          path,
          "must be {ref: name}, where the host binds with .bind(name, "
              + type.getSimpleName()
              + ".class, …)");
      return null;
    }
    return objects.find(name, type, path, checks);
  }

  /** The name in <code>{ref: name}</code>; null if the node is anything else. */
  static @Nullable String ref(ConfigNode node) {
    if (node instanceof Mapping mapping && mapping.entries().size() == 1) {
      Entry entry = mapping.entries().get("ref");
      if (entry != null
          && entry.value() instanceof Scalar scalar
          && scalar.type() == Scalar.Type.TEXT) {
        return scalar.text();
      }
    }
    return null;
  }

  /** Numbers stand without quotes; what comes from the environment is a text whatever it says. */
  private boolean isNumber(Scalar scalar, String path) {
    return scalar.type() == Scalar.Type.INTEGER
        || scalar.type() == Scalar.Type.DECIMAL
        || references.isMasked(path);
  }

  private @Nullable Object wrong(String path, String rule, String value) {
    checks.add(
        new ConfigProblem(path, rule, references.shown(path, value), /* bounds= */ null, null));
    return null;
  }
}
