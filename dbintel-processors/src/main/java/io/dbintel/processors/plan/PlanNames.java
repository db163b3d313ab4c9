package io.dbintel.processors.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a {@link PlanKey} by its name, whose hash a parser has already computed. Immutable. */
final class PlanNames {
  private static final int SLOTS = 1024;

  private final @Nullable PlanKey[] slots = new @Nullable PlanKey[SLOTS];

  PlanNames(List<PlanKey> keys) {
    for (PlanKey key : keys) {
      int slot = slot(key.text().hashCode());
      while (slots[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      slots[slot] = key;
    }
  }

  @Nullable PlanKey find(String name) {
    int slot = slot(name.hashCode());
    for (PlanKey key = slots[slot]; key != null; key = slots[slot]) {
      if (key.text().equals(name)) {
        return key;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return null;
  }

  private static int slot(int hash) {
    int spread = hash * 0x9E3779B9;
    return (spread ^ (spread >>> 16)) & (SLOTS - 1);
  }
}
