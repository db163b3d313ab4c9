package io.dbintel.processors.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which plan of a statement was sent last, and when each was. Bounded; the one that was sent
 * longest ago is forgotten first. Not thread-safe.
 */
final class SentPlans {
  private final int max;
  private final long resendAfterNanos;

  /** When a plan of a statement was sent, in the order in which they were. */
  private final LinkedHashMap<String, Long> sent = new LinkedHashMap<>();

  /** The plan with which a statement was met last. */
  private final LinkedHashMap<String, String> current = new LinkedHashMap<>();

  private long forgotten;

  SentPlans(int max, long resendAfterNanos) {
    this.max = max;
    this.resendAfterNanos = resendAfterNanos;
  }

  /** Whether the plan was sent not long ago. If it was not, it counts as sent now. */
  boolean wasSent(String statement, String plan, long nanoTime) {
    String key = statement + '\n' + plan;
    Long at = sent.get(key);
    if (at != null && nanoTime - at < resendAfterNanos) {
      return true;
    }
    sent.remove(key);
    sent.put(key, nanoTime);
    trim(sent);
    return false;
  }

  /** Whether the statement was met with this very plan last time. Remembers that it is now. */
  boolean isCurrent(String statement, String plan) {
    String before = current.remove(statement);
    current.put(statement, plan);
    trim(current);
    return plan.equals(before);
  }

  private void trim(Map<String, ?> map) {
    while (map.size() > max) {
      var oldest = map.keySet().iterator();
      oldest.next();
      oldest.remove();
      forgotten++;
    }
  }

  /** How many were forgotten since the last call. */
  long takeForgotten() {
    long count = forgotten;
    forgotten = 0;
    return count;
  }

  int size() {
    return sent.size();
  }
}
