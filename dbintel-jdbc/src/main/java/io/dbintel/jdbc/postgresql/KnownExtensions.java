package io.dbintel.jdbc.postgresql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of databases that were asked for since the server was looked at. {@value #MAX}
 * databases are remembered, and others asked anew each time. Thread-safe.
 */
final class KnownExtensions {
  static final int MAX = 1_000;

  private final Map<String, Answer<Map<String, String>>> byDatabase = new ConcurrentHashMap<>();
  private final AtomicInteger free = new AtomicInteger(MAX);

  @Nullable Answer<Map<String, String>> of(String database) {
    return byDatabase.get(database);
  }

  void put(String database, Answer<Map<String, String>> found) {
    if (byDatabase.containsKey(database) || free.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      byDatabase.put(database, found);
    }
  }

  /** Forgets all, when the server was looked at anew. */
  void clear() {
    byDatabase.clear();
    free.set(MAX);
  }

  int size() {
    return byDatabase.size();
  }
}
