package io.dbintel.core.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What waits, first in, first out, in a ring that grows. Unlike {@link java.util.ArrayDeque} it is
 * as it was if there is no memory to grow: that one looks empty then. Not thread-safe.
 */
final class Fifo<E> {
  private static final int FIRST_SIZE = 16;

  private @Nullable Object[] ring = new Object[FIRST_SIZE];
  private int first;
  private int size;

  /**
   * Adds one at the end.
   *
   * @throws OutOfMemoryError if it cannot grow; nothing has changed then
   */
  void addLast(E one) {
    if (size == ring.length) {
      grow();
    }
    ring[(first + size) & (ring.length - 1)] = one;
    size++;
  }

  private void grow() {
    @Nullable Object[] larger = new Object[ring.length * 2];
    int untilEnd = ring.length - first;
    System.arraycopy(ring, first, larger, 0, untilEnd);
    System.arraycopy(ring, 0, larger, untilEnd, first);
    ring = larger;
    first = 0;
  }

  /** The oldest; there must be one. */
  @SuppressWarnings("unchecked")
  E getFirst() {
    return (E) Objects.requireNonNull(ring[first]);
  }

  /** Takes the oldest; there must be one. */
  E removeFirst() {
    E one = getFirst();
    ring[first] = null;
    first = (first + 1) & (ring.length - 1);
    size--;
    return one;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Forgets all. */
  void clear() {
    while (size > 0) {
      var unused = removeFirst();
    }
  }
}
