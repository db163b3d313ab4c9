package io.dbintel.core.engine;

import io.dbintel.bench.Row;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A move in the ledger, by the one thread that has the lane. */
@State(Scope.Thread)
public class LaneBooksBenchmark {
  private final LaneBooks books = new LaneBooks("orders");
  private final LongAdder from = new LongAdder();
  private final LongAdder to = new LongAdder();

  @Benchmark
  @Row(value = "move events and weight in the ledger", beside = "adders")
  public boolean move() {
    return books.handOver(100, 100.0);
  }

  @Benchmark
  @Row("two `LongAdder`s, which no reader sees balanced")
  public void adders() {
    from.add(-100);
    to.add(100);
  }
}
