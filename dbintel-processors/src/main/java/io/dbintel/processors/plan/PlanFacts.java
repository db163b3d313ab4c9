package io.dbintel.processors.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says of one thing: a node, a worker, a trigger, or the plan as a whole. Every SQL
 * expression in it is without its literals: they were taken out while the plan was read, and there
 * is no way back to them.
 *
 * <p>Numbers are in the units the server prints, which {@link PlanKey#unit()} tells; the named
 * methods of {@link PlanNode} and {@link QueryPlan} answer in seconds and bytes. A look-up takes
 * some nanoseconds for each property that is there.
 *
 * <p>Immutable and thread-safe.
 */
public sealed class PlanFacts permits PlanNode {
  static final PlanFacts NONE = new PlanFacts(new byte[0], new double[0], new Object[0]);

  /** The codes of the properties: first those of the numbers, then those of the values. */
  private final byte[] keys;

  private final double[] numbers;

  /** A String, a PlanExpression or a PlanFacts each, or an array of one of these. */
  private final Object[] values;

  PlanFacts(byte[] keys, double[] numbers, Object[] values) {
    this.keys = keys;
    this.numbers = numbers;
    this.values = values;
  }

  /** Whether the property is there; one whose zero says nothing is not there if it is zero. */
  public final boolean has(PlanKey key) {
    byte wanted = key.code();
    for (byte present : keys) {
      if (present == wanted) {
        return true;
      }
    }
    return false;
  }

  /** A number as the server prints it, or {@code absent}. */
  public final double number(PlanKey key, double absent) {
    byte wanted = key.code();
    for (int i = 0; i < numbers.length; i++) {
      if (keys[i] == wanted) {
        return numbers[i];
      }
    }
    return absent;
  }

  /** A count that is zero if it is not there. */
  public final double count(PlanKey key) {
    return number(key, 0);
  }

  /** Whether a truth value is there and true. */
  public final boolean flag(PlanKey key) {
    return number(key, 0) != 0;
  }

  /** A word, a name or an expression without its literals; null if it is not there. */
  public final @Nullable String text(PlanKey key) {
    Object value = value(key);
    if (value instanceof PlanExpression expression) {
      return expression.text();
    }
    return value instanceof String text ? text : null;
  }

  /** A list of names or of expressions without their literals; empty if it is not there. */
  public final List<String> texts(PlanKey key) {
    Object value = value(key);
    if (value instanceof PlanExpression[] expressions) {
      return Stream.of(expressions).map(PlanExpression::text).toList();
    }
    return value instanceof String[] texts ? List.of(texts) : List.of();
  }

  /** A group of properties, or null. */
  public final @Nullable PlanFacts group(PlanKey key) {
    return value(key) instanceof PlanFacts facts ? facts : null;
  }

  /** A list of groups, such as the workers of a node; empty if it is not there. */
  public final List<PlanFacts> groups(PlanKey key) {
    return value(key) instanceof PlanFacts[] facts ? List.of(facts) : List.of();
  }

  /** The properties that are there: numbers first, each kind in the order of the server. */
  public final List<PlanKey> keys() {
    List<PlanKey> all = new ArrayList<>(keys.length);
    for (byte key : keys) {
      all.add(PlanKey.at(key));
    }
    return all;
  }

  /** Shows each property to {@code visitor}. */
  public final void forEachKey(Consumer<PlanKey> visitor) {
    for (byte key : keys) {
      visitor.accept(PlanKey.at(key));
    }
  }

  final int size() {
    return keys.length;
  }

  final int numberCount() {
    return numbers.length;
  }

  final PlanKey key(int index) {
    return PlanKey.at(keys[index]);
  }

  final double numberAt(int index) {
    return numbers[index];
  }

  /** The value of the property at {@code index}, which is not one of a number. */
  final Object valueAt(int index) {
    return values[index - numbers.length];
  }

  final @Nullable Object value(PlanKey key) {
    byte wanted = key.code();
    for (int i = numbers.length; i < keys.length; i++) {
      if (keys[i] == wanted) {
        return values[i - numbers.length];
      }
    }
    return null;
  }

  /** How many properties there are, and nothing of what they say. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + keys.length + " properties]";
  }
}
