package io.dbintel.testkit;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls what may hang on a thread of its own, and waits for it no longer than a test should. */
final class Watched {
  private Watched() {}

  /** Something that may throw. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** The result; what is thrown there is thrown here, and what does not end fails. */
  static <T> T call(Duration patience, String what, Callable<T> action) throws Exception {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(task, "contract: " + what);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException hangs) {
      AssertionError failure = new AssertionError(what + " did not end within " + patience);
      failure.setStackTrace(thread.getStackTrace());
      thread.interrupt();
      throw failure;
    } catch (ExecutionException thrown) {
      Throwable cause = thrown.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof Exception exception ? exception : thrown;
    }
  }

  /** Does something that must not throw anything. */
  static void run(Duration patience, String what, Action action) {
    try {
      boolean unused =
          call(
              patience,
              what,
              () -> {
                action.run();
                return true;
              });
    } catch (AssertionError failure) {
      throw failure;
    } catch (Throwable thrown) {
      throw new AssertionError(what + " threw " + thrown.getClass().getName(), thrown);
    }
  }

  /** The threads that live now, but for those of the platform and of the tests themselves. */
  static Set<Thread> threads() {
    Set<Thread> threads = new LinkedHashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(
        thread -> thread.getName().startsWith("contract: ") || isOfThePlatform(thread));
    return threads;
  }

  private static boolean isOfThePlatform(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null || group.getName().equals("system") || group.getName().startsWith("Innoc");
  }

  /** The threads that were not there before and still live when patience ends. */
  static Set<Thread> leftBehind(Set<Thread> before, Duration patience) {
    Set<Thread> left = threads();
    left.removeAll(before);
    long end = System.nanoTime() + patience.toNanos();
    for (Thread thread : left) {
      try {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    left.removeIf(thread -> !thread.isAlive());
    return left;
  }
}
