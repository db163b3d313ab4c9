package io.dbintel.core.engine;

import io.dbintel.bench.Row;
import io.dbintel.bench.SampleEvents;
import io.dbintel.core.event.DbEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * Four producers in one queue. Each also takes as many events as it added, so that the queue is
 * neither empty nor full, whatever the machine's scheduler does.
 */
@State(Scope.Benchmark)
public class ExportQueueBenchmark {
  private static final int BATCH = 100;
  private static final int PRODUCERS = 4;
  private static final int CAPACITY = 50_000;

  private final List<DbEvent> batch = SampleEvents.frozen(BATCH);
  private final ExportQueue ours = new ExportQueue("bench", CAPACITY, 64L << 20);
  private final ArrayBlockingQueue<DbEvent> theirs = new ArrayBlockingQueue<>(CAPACITY);

  @Benchmark
  @Threads(PRODUCERS)
  @OperationsPerInvocation(BATCH)
  @Row(
      value = "queue an event and take it, in batches of 100, 4 producers",
      beside = {"arrayBlockingQueue"})
  public int exportQueue() {
    ours.add(batch);
    List<DbEvent> taken = ours.take(BATCH, Long.MAX_VALUE);
    ours.settle(taken.size(), 0, "");
    return taken.size();
  }

  @Benchmark
  @Threads(PRODUCERS)
  @OperationsPerInvocation(BATCH)
  @Row("`ArrayBlockingQueue`, without priorities, bytes or books")
  public int arrayBlockingQueue() {
    for (DbEvent event : batch) {
      if (!theirs.offer(event)) {
        throw new IllegalStateException("full");
      }
    }
    List<DbEvent> taken = new ArrayList<>(BATCH);
    return theirs.drainTo(taken, BATCH);
  }
}
