package io.dbintel.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The executors of an instance whose host lends none. Used by the thread that starts or closes. */
final class OwnPools {
  private final Threads threads;
  private final List<Workers> pools = new ArrayList<>();

  OwnPools(Threads threads) {
    this.threads = threads;
  }

  /** A few threads for the lanes; each lane hardly ever queues twice, so the queue is bounded. */
  Executor cpu(int size) {
    Workers pool = Workers.fixed(threads.role("lane"), size);
    pools.add(pool);
    return pool;
  }

  /** As many threads as there are collections in flight, which the targets' turns bound. */
  Executor io() {
    Workers pool = Workers.elastic(threads.role("io"));
    pools.add(pool);
    return pool;
  }

  /** Called once a second. */
  void remind() {
    for (int i = 0; i < pools.size(); i++) {
      pools.get(i).remind();
    }
  }

  /** Ends the pools and waits for their threads until the deadline. */
  void shutDown(Deadline deadline) throws InterruptedException {
    pools.forEach(Workers::close);
    for (Workers pool : pools) {
      pool.awaitEnd(deadline);
    }
  }
}
