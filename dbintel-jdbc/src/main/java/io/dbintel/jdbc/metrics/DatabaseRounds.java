package io.dbintel.jdbc.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which databases of many are visited in which collection: so many at a time, in turn. Not
 * thread-safe.
 */
final class DatabaseRounds {
  private final int max;
  private final Set<String> round = new HashSet<>();
  private int next;

  DatabaseRounds(int max) {
    this.max = max;
  }

  /** Chooses those of the next collection. */
  void begin(List<String> databases) {
    round.clear();
    for (int i = 0; i < Math.min(max, databases.size()); i++) {
      round.add(databases.get((next + i) % databases.size()));
    }
    next = databases.isEmpty() ? 0 : (next + max) % databases.size();
  }

  /** True for those, and for the server as a whole. */
  boolean visits(String database) {
    return database.isEmpty() || round.contains(database);
  }
}
