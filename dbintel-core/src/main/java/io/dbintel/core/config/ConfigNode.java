package io.dbintel.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read of a configuration file, before anybody knows what it means. Immutable, and prints
 * nothing of what it holds, since that may be what should not stand there.
 */
public sealed interface ConfigNode {
  /** The line it starts in, from 1. */
  int line();

  /** What it is, for a message: {@code a text}, {@code a list}. */
  String kind();

  /** True if no value was said: a name alone in braces may be what a comma cut off from another. */
  default boolean isNothing() {
    return this instanceof Scalar scalar
        && (scalar.type() == Scalar.Type.NOTHING || scalar.text().isEmpty());
  }

  /** True if it was refused for its form: that is a problem already, and it needs no second one. */
  default boolean isRefused() {
    return this instanceof Scalar scalar && scalar.type() == Scalar.Type.REFUSED;
  }

  /** A single value. */
  record Scalar(Type type, String text, int line) implements ConfigNode {
    /** What a parser of YAML or JSON took it for. */
    public enum Type {
      /** Quoted, or like nothing below. */
      TEXT("a text"),
      /** A number without a fraction. */
      INTEGER("a number"),
      /** A number with a fraction or an exponent. */
      DECIMAL("a number"),
      /** {@code true} or {@code false}. */
      FLAG("true or false"),
      /** Nothing, {@code null} or {@code ~}. */
      NOTHING("nothing"),
      /** What a file must not say in this form; it is not kept. */
      REFUSED("refused");

      private final String words;

      Type(String words) {
        this.words = words;
      }
    }

    @Override
    public String kind() {
      return type.words;
    }

    @Override
    public String toString() {
      return "Scalar[" + type + ']';
    }
  }

  /** A list. */
  record Sequence(List<ConfigNode> items, int line) implements ConfigNode {
    /** Copies the items. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Names with values, in the order in which they stand there. */
  record Mapping(Map<String, Entry> entries, int line) implements ConfigNode {
    /** Copies the entries. */
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /**
   * A value under a name.
   *
   * @param place where the name stands
   */
  record Entry(ConfigNode value, ConfigPlace place) {
    /** The line of the name. */
    public int line() {
      return place.line();
    }
  }
}
