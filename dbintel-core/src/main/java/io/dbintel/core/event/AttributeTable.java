package io.dbintel.core.event;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in the order in which they were set: keys, and beside each key either 64 bits or an
 * object. Events have ten to thirty attributes, and a scan over so few references is faster than
 * hashing; a mask of the keys' marks answers most questions for absent keys without a scan.
 */
final class AttributeTable {
  private AttrKey<?>[] keys;
  private long[] bits;
  private @Nullable Object[] objects;
  private int size;
  private int bytes;
  private long marks;

  AttributeTable(int capacity) {
    keys = new AttrKey<?>[capacity];
    bits = new long[capacity];
    objects = new Object[capacity];
  }

  int size() {
    return size;
  }

  int bytes() {
    return bytes;
  }

  /** The key's place, or -1. */
  @SuppressWarnings("ReferenceEquality") // The same object is the common case, and the fast one.
  int indexOf(AttrKey<?> key) {
    if ((marks & key.mark()) == 0) {
      return -1;
    }
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        return i;
      }
    }
    // Two plugins may each hold an equal key of their own.
    for (int i = 0; i < size; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  long bits(int index) {
    return bits[index];
  }

  @SuppressWarnings("unchecked") // The key's type was checked when the value was put under it.
  <T> T boxed(AttrKey<T> key, int index) {
    Object value =
        switch (key.type()) {
          case LONG -> bits[index];
          case DOUBLE -> Double.longBitsToDouble(bits[index]);
          case BOOLEAN -> bits[index] != 0;
          case STRING, STRING_LIST, LONG_LIST -> objectAt(index);
        };
    return (T) value;
  }

  void putBits(AttrKey<?> key, long value) {
    int index = indexOf(key);
    if (index < 0) {
      index = append(key, EventSize.NUMBER);
    }
    bits[index] = value;
  }

  void putObject(AttrKey<?> key, Object value, int valueBytes) {
    Objects.requireNonNull(value, key.name());
    int index = indexOf(key);
    if (index < 0) {
      index = append(key, valueBytes);
    } else {
      bytes += valueBytes - (int) bits[index];
    }
    objects[index] = value;
    // An object has no use for its bits, so they remember what it weighs.
    bits[index] = valueBytes;
  }

  void remove(AttrKey<?> key) {
    int index = indexOf(key);
    if (index < 0) {
      return;
    }
    int valueBytes = objects[index] == null ? EventSize.NUMBER : (int) bits[index];
    bytes -= EventSize.PER_ATTRIBUTE + key.nameBytes() + valueBytes;
    int tail = size - index - 1;
    System.arraycopy(keys, index + 1, keys, index, tail);
    System.arraycopy(bits, index + 1, bits, index, tail);
    System.arraycopy(objects, index + 1, objects, index, tail);
    size--;
    objects[size] = null;
    marks = 0;
    for (int i = 0; i < size; i++) {
      marks |= keys[i].mark();
    }
  }

  void forEach(AttributeVisitor visitor) {
    for (int i = 0; i < size; i++) {
      show(keys[i], i, visitor);
    }
  }

  @SuppressWarnings("unchecked") // A value under a list key is a list of the key's type.
  private void show(AttrKey<?> key, int index, AttributeVisitor visitor) {
    switch (key.type()) {
      case STRING -> visitor.text(key, (String) objectAt(index));
      case LONG -> visitor.integer(key, bits[index]);
      case DOUBLE -> visitor.decimal(key, Double.longBitsToDouble(bits[index]));
      case BOOLEAN -> visitor.truth(key, bits[index] != 0);
      case STRING_LIST -> visitor.texts(key, (List<String>) objectAt(index));
      case LONG_LIST -> visitor.integers(key, (List<Long>) objectAt(index));
    }
  }

  private Object objectAt(int index) {
    return Objects.requireNonNull(objects[index]);
  }

  private int append(AttrKey<?> key, int valueBytes) {
    if (size == DbEvent.MAX_ATTRIBUTES) {
      throw new IllegalStateException(
          "an event holds at most " + DbEvent.MAX_ATTRIBUTES + " attributes; no room for " + key);
    }
    if (size == keys.length) {
      int capacity = Math.min(DbEvent.MAX_ATTRIBUTES, size * 2);
      keys = Arrays.copyOf(keys, capacity);
      bits = Arrays.copyOf(bits, capacity);
      objects = Arrays.copyOf(objects, capacity);
    }
    keys[size] = key;
    marks |= key.mark();
    bytes += EventSize.PER_ATTRIBUTE + key.nameBytes() + valueBytes;
    return size++;
  }
}
