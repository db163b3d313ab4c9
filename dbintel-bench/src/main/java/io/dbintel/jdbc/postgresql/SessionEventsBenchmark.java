package io.dbintel.jdbc.postgresql;

import io.dbintel.bench.Row;
import io.dbintel.bench.SampleEvents;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.jdbc.observe.BackendKind;
import io.dbintel.jdbc.observe.BlockingForest;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.SessionAges;
import io.dbintel.jdbc.observe.SessionAverages;
import io.dbintel.jdbc.observe.SessionCoalescer;
import io.dbintel.jdbc.observe.SessionHistory;
import io.dbintel.jdbc.observe.SessionKey;
import io.dbintel.jdbc.observe.SessionObservation;
import io.dbintel.jdbc.observe.SessionOwner;
import io.dbintel.jdbc.observe.SessionRun;
import io.dbintel.jdbc.observe.SessionState;
import io.dbintel.jdbc.observe.Wait;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the session sampler does with a sample once it was read: forest, history, coalescing,
 * averages, events. Every session changes from sample to sample, which is the dear case: each tells
 * one event a sample.
 */
@State(Scope.Thread)
public class SessionEventsBenchmark {
  /** How many sessions are active. */
  @Param({"50", "500"})
  public int sessions;

  private final List<List<SessionObservation>> samples = new ArrayList<>();
  private final List<SessionRun> prepared = new ArrayList<>();
  private final List<SessionRun> runs = new ArrayList<>();
  private final SessionHistory history = new SessionHistory();
  private final SessionAverages averages = new SessionAverages();
  private final SessionCoalescer coalescer = new SessionCoalescer(10_000, 15, runs::add);
  private final BenchCollection out = new BenchCollection();
  private int sample;
  private long epochNanos = SampleEvents.EPOCH_NANOS;

  /** Makes four samples that differ in every session. */
  @Setup
  public void prepare() {
    for (int i = 0; i < 4; i++) {
      List<SessionObservation> sessionsNow = new ArrayList<>();
      for (int pid = 1; pid <= sessions; pid++) {
        sessionsNow.add(session(pid, pid + i));
      }
      samples.add(sessionsNow);
    }
    for (SessionObservation seen : samples.get(0)) {
      prepared.add(new SessionRun(seen, -1, epochNanos, epochNanos, 1, 1.0, false, true));
    }
  }

  @Benchmark
  @Row(value = "a sample to its events", beside = "bareEvents")
  public List<DbEvent> sample() {
    List<SessionObservation> seen = samples.get(sample++ & 3);
    epochNanos += 1_000_000_000;
    EventBatch.Control batch = out.begin(epochNanos);
    BlockingForest forest = BlockingForest.of(seen);
    history.record(epochNanos, 1.0, seen, forest);
    coalescer.begin(epochNanos, 1.0);
    for (SessionObservation one : seen) {
      coalescer.observe(one, forest.blockerOf(one.pid()));
    }
    coalescer.end();
    averages.add(seen, 1.0);
    if (averages.observedSeconds() >= 10) {
      averages.take().forEach(average -> SessionEvents.emitAverage(out, average));
    }
    runs.forEach(run -> SessionEvents.emitRun(out, run, false));
    runs.clear();
    return batch.close();
  }

  @Benchmark
  @Row("only the events themselves")
  public List<DbEvent> bareEvents() {
    EventBatch.Control batch = out.begin(epochNanos);
    prepared.forEach(run -> SessionEvents.emitRun(out, run, false));
    return batch.close();
  }

  private static SessionObservation session(int pid, int variant) {
    return new SessionObservation(
        new SessionKey(pid, SampleEvents.EPOCH_NANOS / 1000),
        BackendKind.CLIENT,
        new SessionOwner("shop", "shop", "orders-service", "10.0.0.1"),
        SessionState.ACTIVE,
        variant % 2 == 0 ? Wait.CPU : new Wait("IO", "DataFileRead"),
        new QueryRef(
            1000 + variant % 200,
            "s1:" + "0123456789abcdef0123456789abcdef".substring(variant % 8),
            SampleEvents.TEXT,
            "SELECT orders customers",
            false),
        new SessionAges(1.5, 0.5, 0.5),
        0,
        List.of(),
        null);
  }
}
