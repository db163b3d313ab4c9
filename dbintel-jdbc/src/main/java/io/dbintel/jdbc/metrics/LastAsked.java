package io.dbintel.jdbc.metrics;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * When each statement was last asked in each database. Beyond {@value #MAX} the one that was asked
 * longest ago is forgotten, and so asked again too early. Belongs to one writer; not thread-safe.
 */
final class LastAsked {
  static final int MAX = 50_000;

  private final Map<String, Long> nanos =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          if (size() <= MAX) {
            return false;
          }
          evictions++;
          return true;
        }
      };

  /** What was asked in the collection that is under way, as far as it is remembered at all. */
  private final Set<String> now = new HashSet<>();

  private long evictions;

  /** Whether so much time has passed since it was asked, or it never was. */
  boolean isDue(MetricQuery query, String database, long nanoTime, long afterNanos) {
    Long asked = nanos.get(key(query, database));
    return asked == null || nanoTime - asked >= afterNanos;
  }

  void asked(MetricQuery query, String database, long nanoTime) {
    String key = key(query, database);
    Long unusedBefore = nanos.remove(key);
    nanos.put(key, nanoTime);
    if (now.size() < MAX) {
      now.add(key);
    }
  }

  /** It is due again at once. */
  void forget(MetricQuery query, String database) {
    Long unusedBefore = nanos.remove(key(query, database));
  }

  /**
   * Another collection begins. What the one before asked was asked in vain if it did not arrive.
   */
  void settle(boolean delivered) {
    if (!delivered) {
      nanos.keySet().removeAll(now);
    }
    now.clear();
  }

  /** Forgets databases that are no more. */
  void retain(Collection<String> databases) {
    Set<String> there = new HashSet<>(databases);
    nanos.keySet().removeIf(key -> !there.contains(key.substring(key.indexOf('/') + 1)));
  }

  int size() {
    return nanos.size();
  }

  /** How many were forgotten to make room. */
  long evictions() {
    return evictions;
  }

  private static String key(MetricQuery query, String database) {
    return query.name() + '/' + database;
  }
}
