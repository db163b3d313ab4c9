package io.dbintel.core.engine;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do what they are handed: a fixed number, or as many as there is work. Work is
 * accepted and then done, or refused and then not done, also when memory runs out: the platform's
 * pools lose work and count threads that are not there, because their locks take memory to wait.
 *
 * <p>Thread-safe.
 */
final class Workers implements Executor {
  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(30);
  private static final long PAUSE_MILLIS = 10;

  private final ThreadFactory threads;
  private final boolean elastic;
  private final Fifo<Runnable> waiting = new Fifo<>();
  private final Set<Worker> workers = new HashSet<>();
  private int idle;
  private boolean closed;

  private Workers(ThreadFactory threads, boolean elastic) {
    this.threads = threads;
    this.elastic = elastic;
  }

  /** So many threads, started now; the others wait in line. */
  static Workers fixed(ThreadFactory threads, int size) {
    Workers pool = new Workers(threads, false);
    boolean complete = false;
    try {
      for (int i = 0; i < size; i++) {
        pool.start(pool.new Worker(null));
      }
      complete = true;
    } finally {
      if (!complete) {
        pool.close();
      }
    }
    return pool;
  }

  /** As many threads as there is work; they end when they were idle for a while. */
  static Workers elastic(ThreadFactory threads) {
    return new Workers(threads, true);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException if it is closed
   * @throws OutOfMemoryError if there is no memory or no thread to be had
   */
  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      if (closed) {
        throw new RejectedExecutionException("closed");
      }
      if (!elastic || idle > waiting.size()) {
        waiting.addLast(task);
        notify();
        return;
      }
    }
    start(new Worker(task));
  }

  private void start(Worker worker) {
    synchronized (this) {
      if (closed) {
        throw new RejectedExecutionException("closed");
      }
      workers.add(worker);
    }
    boolean started = false;
    try {
      Thread thread = threads.newThread(worker);
      worker.thread = thread;
      thread.start();
      started = true;
    } finally {
      if (!started) {
        gone(worker);
      }
    }
  }

  private synchronized void gone(Worker worker) {
    workers.remove(worker);
    notifyAll();
  }

  /** The next piece of work; null if the thread may end. */
  private synchronized @Nullable Runnable next() {
    while (waiting.isEmpty()) {
      if (closed) {
        return null;
      }
      boolean patient = await();
      if (elastic && patient && waiting.isEmpty()) {
        return null;
      }
    }
    // An interrupt was meant for what ran before.
    var unused = Thread.interrupted();
    return waiting.removeFirst();
  }

  @SuppressWarnings("WaitNotInLoop") // The caller loops.
  private boolean await() {
    idle++;
    try {
      wait(IDLE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      // It was meant for work that has ended.
      return false;
    } finally {
      idle--;
    }
  }

  /** Has somebody see to what waits and should not: a thread that was counted on may have gone. */
  void remind() {
    synchronized (this) {
      if (closed || !elastic || waiting.isEmpty()) {
        return;
      }
    }
    try {
      start(new Worker(null));
    } catch (RejectedExecutionException closing) {
      // What waits is forgotten.
    }
  }

  /** Ends the threads: those that work are interrupted, what waits is forgotten. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    for (Worker worker : workers) {
      Thread thread = worker.thread;
      if (thread != null) {
        thread.interrupt();
      }
    }
    notifyAll();
  }

  /** Waits until no thread is left, or for the deadline. */
  synchronized void awaitEnd(Deadline deadline) throws InterruptedException {
    long millis = deadline.remainingMillis();
    while (!workers.isEmpty() && millis > 0) {
      wait(millis);
      millis = deadline.remainingMillis();
    }
  }

  /** The body of a thread. */
  private final class Worker implements Runnable {
    private volatile @Nullable Thread thread;
    private @Nullable Runnable current;

    private Worker(@Nullable Runnable first) {
      current = first;
    }

    /** Nothing is thrown out of here; see {@link Rescue} why it is apart from the loop. */
    @Override
    public void run() {
      boolean working = true;
      while (working) {
        try {
          work();
          working = false;
        } catch (Throwable failure) {
          // Whoever threw has told of it, if that could be done.
          rescue();
        }
      }
      gone(this);
    }

    private void work() {
      // In no variable: what is done must not be held while the thread waits for more.
      while (current != null || isHandedMore()) {
        Objects.requireNonNull(current).run();
        current = null;
      }
    }

    private boolean isHandedMore() {
      current = next();
      return current != null;
    }

    private void rescue() {
      while (current instanceof Rescue broken) {
        try {
          broken.rescue();
          current = null;
        } catch (Throwable later) {
          pause();
        }
      }
      current = null;
    }

    @SuppressWarnings("WaitNotInLoop") // The caller loops.
    private synchronized void pause() {
      try {
        wait(PAUSE_MILLIS);
      } catch (Throwable soon) {
        // It is tried again at once.
      }
    }
  }
}
