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

  /**
   * Does something on a thread of its own and waits for it until the deadline. An interrupt of the
   * caller neither ends the wait nor reaches the work; the caller finds it set afterwards.
   */
  void runWithin(Deadline deadline, String role, Runnable work) {
    Done done = new Done();
    Runnable counted =
        () -> {
          try {
            work.run();
          } finally {
            done.done();
          }
        };
    try {
      role(role).newThread(counted).start();
    } catch (Throwable noThread) {
      counted.run();
    }
    boolean interrupted = false;
    boolean waiting = true;
    while (waiting) {
      try {
        done.await(deadline);
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it is done. The platform's latches take memory to wait. */
  private static final class Done {
    private boolean done;

    private synchronized void done() {
      done = true;
      notifyAll();
    }

    private synchronized void await(Deadline deadline) throws InterruptedException {
      long millis = deadline.remainingMillis();
      while (!done && millis > 0) {
        wait(millis);
        millis = deadline.remainingMillis();
      }
    }
  }
}
