package io.dbintel.jdbc.observe;

import io.dbintel.bench.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What rose between two readings of 10 000 statements with 41 columns. */
@State(Scope.Thread)
public class StatementDeltasBenchmark {
  private static final int ROWS = 10_000;
  private static final List<CounterKind> KINDS = kinds();
  private static final StatementDeltas.Absence NEW = new StatementDeltas.Absence(true, 0);

  /** How many of the rows rose. */
  @Param({"0", "1000", "10000"})
  public int risen;

  private final StatementDeltas deltas = new StatementDeltas(KINDS);
  private StatementRows before = new StatementRows(KINDS);
  private StatementRows after = new StatementRows(KINDS);

  /** Reads twice. */
  @Setup
  public void read() {
    before = deltas.begin(-1L);
    fill(before, 0);
    deltas.accept();
    after = deltas.begin(-1L);
    fill(after, risen);
  }

  @Benchmark
  @Row(value = "compare two readings of 10 000 statements", beside = "subtractArrays")
  public List<StatementDelta> compare() {
    return deltas.compare(StatementDeltas.Continuity.CONTINUED, NEW);
  }

  @Benchmark
  @Row("subtract the same arrays, cell by cell")
  public long subtractArrays() {
    long[] old = before.cells();
    long[] now = after.cells();
    long sum = 0;
    for (int i = 0; i < ROWS * KINDS.size(); i++) {
      sum += now[i] - old[i];
    }
    return sum;
  }

  private static void fill(StatementRows rows, int risen) {
    for (int i = 0; i < ROWS; i++) {
      int row = rows.add(0x9E3779B97F4A7C15L * (i + 1), 5L << 32 | 10, false, 1);
      // Which rows rise is spread over the reading.
      int more = (i * 7919L) % ROWS < risen ? 1 : 0;
      for (int column = 0; column < KINDS.size(); column++) {
        if (KINDS.get(column) == CounterKind.COUNT) {
          rows.count(row, column, 1_000L * i + column + more);
        } else {
          rows.number(row, column, 0.25 * i + column + more);
        }
      }
    }
  }

  /** As many of each kind as pg_stat_statements has. */
  private static List<CounterKind> kinds() {
    List<CounterKind> kinds = new ArrayList<>();
    kinds.addAll(Collections.nCopies(25, CounterKind.COUNT));
    kinds.addAll(Collections.nCopies(14, CounterKind.SUM));
    kinds.addAll(Collections.nCopies(2, CounterKind.LEVEL));
    return kinds;
  }
}
