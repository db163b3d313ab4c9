package io.dbintel.jdbc.explain;

/**
 * Tells whether a plan is the one that was told before, as far as is needed to tell it less often:
 * a number made of the printed plan without its estimates. The fingerprint that leaves the process
 * is made by the stage that understands plans.
 */
final class PlanIdentity {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private static final String[] ESTIMATES = {
    "\"Startup Cost\"", "\"Total Cost\"", "\"Plan Rows\"", "\"Plan Width\""
  };

  private PlanIdentity() {}

  /** Of a plan in JSON as the server prints it: a key a line. FNV-1a, 64 bits. */
  static long of(String json) {
    long hash = OFFSET;
    int start = 0;
    while (start < json.length()) {
      int end = json.indexOf('\n', start);
      end = end < 0 ? json.length() : end;
      int from = start;
      while (from < end && json.charAt(from) == ' ') {
        from++;
      }
      if (!isEstimate(json, from)) {
        for (int i = from; i < end; i++) {
          hash = (hash ^ json.charAt(i)) * PRIME;
        }
      }
      start = end + 1;
    }
    return hash;
  }

  private static boolean isEstimate(String json, int from) {
    for (String key : ESTIMATES) {
      if (json.startsWith(key, from)) {
        return true;
      }
    }
    return false;
  }
}
