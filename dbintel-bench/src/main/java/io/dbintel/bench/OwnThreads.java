package io.dbintel.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/** The threads of dbintel in this process, known by their names. Not thread-safe. */
final class OwnThreads {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> nanos = new HashMap<>();
  private int most;

  /** Looks at them; what a thread did since it was last looked at is lost if it ended meanwhile. */
  void look() {
    int now = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("dbintel-")) {
        now++;
        nanos.merge(
            thread.getThreadId(), THREADS.getThreadCpuTime(thread.getThreadId()), Math::max);
      }
    }
    most = Math.max(most, now);
  }

  /** The most that were there at a look. */
  int most() {
    return most;
  }

  /** The CPU time of all that were seen, since each began, in seconds. */
  double cpuSeconds() {
    return nanos.values().stream().mapToLong(Long::longValue).sum() / 1e9;
  }
}
