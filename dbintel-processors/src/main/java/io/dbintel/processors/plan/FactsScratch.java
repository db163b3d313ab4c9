package io.dbintel.processors.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Properties of one thing while they are read. Used again and again; not thread-safe. */
final class FactsScratch {
  private byte[] numberKeys = new byte[32];
  private double[] numbers = new double[32];
  private int numberCount;
  private byte[] valueKeys = new byte[16];
  private @Nullable Object[] values = new @Nullable Object[16];
  private int valueCount;

  // Of a node only.
  int index;
  int parent;

  void clear() {
    numberCount = 0;
    Arrays.fill(values, 0, valueCount, null);
    valueCount = 0;
  }

  /** Sets a number; a second value of the same key wins, as the last one does in JSON. */
  void number(PlanKey key, double value) {
    byte code = key.code();
    for (int i = 0; i < numberCount; i++) {
      if (numberKeys[i] == code) {
        numbers[i] = value;
        return;
      }
    }
    if (numberCount == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * numberCount);
      numberKeys = Arrays.copyOf(numberKeys, 2 * numberCount);
    }
    numberKeys[numberCount] = code;
    numbers[numberCount++] = value;
  }

  /** Sets a value, or joins a list to the one that is there. */
  void value(PlanKey key, Object value) {
    int index = indexOf(key);
    if (index >= 0) {
      values[index] = joined(values[index], value);
      return;
    }
    if (valueCount == values.length) {
      values = Arrays.copyOf(values, 2 * valueCount);
      valueKeys = Arrays.copyOf(valueKeys, 2 * valueCount);
    }
    valueKeys[valueCount] = key.code();
    values[valueCount++] = value;
  }

  private static Object joined(@Nullable Object before, Object after) {
    if (before instanceof Object[] items
        && after instanceof Object[] more
        && before.getClass() == after.getClass()) {
      Object[] all = Arrays.copyOf(items, items.length + more.length);
      System.arraycopy(more, 0, all, items.length, more.length);
      return all;
    }
    return after;
  }

  boolean has(PlanKey key) {
    return indexOf(key) >= 0;
  }

  void remove(PlanKey key) {
    int index = indexOf(key);
    if (index >= 0) {
      valueCount--;
      System.arraycopy(valueKeys, index + 1, valueKeys, index, valueCount - index);
      System.arraycopy(values, index + 1, values, index, valueCount - index);
      values[valueCount] = null;
    }
  }

  private int indexOf(PlanKey key) {
    byte code = key.code();
    for (int i = 0; i < valueCount; i++) {
      if (valueKeys[i] == code) {
        return i;
      }
    }
    return -1;
  }

  boolean isEmpty() {
    return numberCount + valueCount == 0;
  }

  private byte[] keys() {
    byte[] keys = new byte[numberCount + valueCount];
    System.arraycopy(numberKeys, 0, keys, 0, numberCount);
    System.arraycopy(valueKeys, 0, keys, numberCount, valueCount);
    return keys;
  }

  PlanFacts toFacts() {
    if (isEmpty()) {
      return PlanFacts.NONE;
    }
    return new PlanFacts(keys(), Arrays.copyOf(numbers, numberCount), present());
  }

  PlanNode toNode(PlanNode.Shape shape, QueryPlan.Nodes nodes) {
    return new PlanNode(shape, nodes, keys(), Arrays.copyOf(numbers, numberCount), present());
  }

  @SuppressWarnings("NullAway") // The first valueCount values are set.
  private Object[] present() {
    return Arrays.copyOf(values, valueCount);
  }
}
