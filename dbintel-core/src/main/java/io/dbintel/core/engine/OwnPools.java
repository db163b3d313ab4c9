package io.dbintel.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The executors of an instance whose host lends none. Used by the thread that starts or closes. */
final class OwnPools {
  private static final long IDLE_SECONDS = 30;

  private final Threads threads;
  private final List<ExecutorService> pools = new ArrayList<>();

  OwnPools(Threads threads) {
    this.threads = threads;
  }

  /** A few threads for the lanes; each lane queues at most once, so the queue is bounded. */
  Executor cpu(int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads.role("lane"));
    pool.allowCoreThreadTimeOut(true);
    pools.add(pool);
    return pool;
  }

  /** As many threads as there are collections in flight, which the targets' turns bound. */
  Executor io() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads.role("io"));
    pools.add(pool);
    return pool;
  }

  /** Ends the pools and waits for their threads until the deadline. */
  void shutDown(Deadline deadline) throws InterruptedException {
    pools.forEach(ExecutorService::shutdownNow);
    for (ExecutorService pool : pools) {
      var unused = pool.awaitTermination(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
