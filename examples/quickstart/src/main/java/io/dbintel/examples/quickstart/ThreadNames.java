package io.dbintel.examples.quickstart;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The names of all threads of this JVM that were seen. Thread-safe. */
final class ThreadNames {
  private final Set<String> seen = new ConcurrentSkipListSet<>();

  void look() {
    Thread.getAllStackTraces().keySet().forEach(thread -> seen.add(thread.getName()));
  }

  String text() {
    return String.join("\n", seen);
  }
}
