package io.dbintel.core.engine;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the instance's threads: daemons, named for the instance and their role, with the loader
 * dbintel was built with and without the thread-locals of whoever happened to start them.
 */
final class Threads {
  private final String instance;
  private final ClassLoader loader;

  Threads(String instance, ClassLoader loader) {
    this.instance = instance;
    this.loader = loader;
  }

  ThreadFactory role(String role) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      String name = "dbintel-" + instance + '-' + role + '-' + number.getAndIncrement();
      Thread thread = new Thread(null, task, name, 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(loader);
      return thread;
    };
  }
}
