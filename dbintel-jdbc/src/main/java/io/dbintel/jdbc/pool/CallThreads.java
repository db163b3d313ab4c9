package io.dbintel.jdbc.pool;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads around one target's connections: one timer that watches deadlines, which ends when
 * nothing is watched, and a short-lived thread for what may block. All are daemons without
 * inherited thread-locals. Thread-safe.
 */
final class CallThreads implements AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  private final String prefix;
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final AtomicInteger number = new AtomicInteger();
  private final ScheduledThreadPoolExecutor timer;

  CallThreads(String prefix) {
    this.prefix = prefix;
    timer = new ScheduledThreadPoolExecutor(1, factory("timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /** Makes threads of one role. */
  ThreadFactory factory(String role) {
    return task -> thread(role, task);
  }

  /** Runs a quick action later; null once closed. */
  @Nullable Future<?> after(Duration delay, Runnable action) {
    try {
      return timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return null;
    }
  }

  /** Runs an action that may block, on a thread of its own. */
  void now(String role, Runnable action) {
    thread(role, action).start();
  }

  private Thread thread(String role, Runnable task) {
    Thread thread =
        new Thread(null, task, prefix + '-' + role + '-' + number.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
