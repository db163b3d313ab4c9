package io.dbintel.processors.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one copy of each of the last names that were read, so that names which come again in each
 * node and each plan cost no memory. Bounded: when it is full it begins anew. Not thread-safe.
 */
final class NamePool {
  private static final int SLOTS = 1024;
  private static final int MAX_ENTRIES = 512;
  private static final int MAX_LENGTH = 64;

  private final @Nullable String[] slots = new @Nullable String[SLOTS];
  private int entries;

  String of(char[] buffer, int offset, int length) {
    if (length > MAX_LENGTH) {
      return new String(buffer, offset, length);
    }
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + buffer[i];
    }
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (String known = slots[slot]; known != null; known = slots[slot]) {
      if (same(known, buffer, offset, length)) {
        return known;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    String name = new String(buffer, offset, length);
    if (entries == MAX_ENTRIES) {
      Arrays.fill(slots, null);
      entries = 0;
      slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }
    slots[slot] = name;
    entries++;
    return name;
  }

  private static boolean same(String known, char[] buffer, int offset, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != buffer[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
