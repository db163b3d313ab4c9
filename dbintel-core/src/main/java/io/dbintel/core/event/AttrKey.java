package io.dbintel.core.event;

import java.util.List;
import java.util.Objects;

/**
 * A typed attribute name: the only way to read or write an attribute of a {@link DbEvent}.
 *
 * <p>Two keys are equal if they agree in name and type. Keys are meant to be constants; the lookup
 * in an event is fastest when the very same key object is used for writing and for reading.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> the type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // It ties a key to the type of its value.
public final class AttrKey<T> {

  /** The types a value can have. */
  public enum Type {
    /** A text. */
    STRING,
    /** A 64-bit integer: a count, a size in bytes, an identifier. */
    LONG,
    /** A 64-bit float: seconds, a ratio. */
    DOUBLE,
    /** A truth value. */
    BOOLEAN,
    /** An immutable list of texts. */
    STRING_LIST,
    /** An immutable list of 64-bit integers. */
    LONG_LIST
  }

  private final String name;
  private final Type type;
  private final String unit;
  private final Stability stability;
  private final String description;
  private final int hash;
  private final int nameBytes;

  private AttrKey(String name, Type type, String unit, Stability stability, String description) {
    this.name = Names.requireDotted(name, "attribute name");
    this.type = type;
    this.unit = Objects.requireNonNull(unit, "unit");
    this.stability = Objects.requireNonNull(stability, "stability");
    this.description = Objects.requireNonNull(description, "description");
    this.hash = spread(31 * name.hashCode() + type.name().hashCode());
    this.nameBytes = EventSize.utf8Length(name);
  }

  /** A key for a text. */
  public static AttrKey<String> ofString(String name, Stability stability, String description) {
    return new AttrKey<>(name, Type.STRING, "", stability, description);
  }

  /**
   * A key for an integer.
   *
   * @param unit the UCUM unit, for example {@code By} or {@code {session}}; empty for an identifier
   */
  public static AttrKey<Long> ofLong(
      String name, String unit, Stability stability, String description) {
    return new AttrKey<>(name, Type.LONG, unit, stability, description);
  }

  /**
   * A key for a floating-point number.
   *
   * @param unit the UCUM unit, for example {@code s}, or {@code 1} for a ratio in [0, 1]
   */
  public static AttrKey<Double> ofDouble(
      String name, String unit, Stability stability, String description) {
    return new AttrKey<>(name, Type.DOUBLE, unit, stability, description);
  }

  /** A key for a truth value. */
  public static AttrKey<Boolean> ofBoolean(String name, Stability stability, String description) {
    return new AttrKey<>(name, Type.BOOLEAN, "", stability, description);
  }

  /** A key for a list of texts. */
  public static AttrKey<List<String>> ofStrings(
      String name, Stability stability, String description) {
    return new AttrKey<>(name, Type.STRING_LIST, "", stability, description);
  }

  /** A key for a list of integers. */
  public static AttrKey<List<Long>> ofLongs(
      String name, String unit, Stability stability, String description) {
    return new AttrKey<>(name, Type.LONG_LIST, unit, stability, description);
  }

  /** The dotted name, for example {@code db.query.text}. */
  public String name() {
    return name;
  }

  /** The type of the value. */
  public Type type() {
    return type;
  }

  /** The UCUM unit of a number; empty where there is none. */
  public String unit() {
    return unit;
  }

  /** Whether the name may still change. */
  public Stability stability() {
    return stability;
  }

  /** One sentence for the reference page. */
  public String description() {
    return description;
  }

  /** A one-bit mark of this key, so that an event can tell most absent keys without looking. */
  long mark() {
    return 1L << hash;
  }

  /** The size of the name in UTF-8, in bytes. */
  int nameBytes() {
    return nameBytes;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof AttrKey<?> key
            && hash == key.hash
            && type == key.type
            && name.equals(key.name));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name;
  }

  private static int spread(int h) {
    int x = h * 0x9E3779B9;
    return x ^ (x >>> 15);
  }
}
