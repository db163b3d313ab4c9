package io.dbintel.core.engine;

import io.dbintel.bench.Row;
import io.dbintel.bench.SampleEvents;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A batch of 100 events from its opening to the exporters' door. Each is made and filled in the
 * benchmark, since a lane's events are new; so it is in the floor.
 */
@State(Scope.Thread)
public class PipelineBenchmark {
  private static final int EVENTS = 100;

  private final Lane empty = lane(0);
  private final Lane six = lane(6);
  private List<DbEvent> out = List.of();

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  @Row(value = "an event through an empty pipeline, as the default is today", beside = "bareList")
  public List<DbEvent> emptyPipeline() {
    return through(empty);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  @Row(
      value = "an event through six stages, each reads one attribute and sets one",
      beside = {"emptyPipeline", "bareList"})
  public List<DbEvent> sixStages() {
    return through(six);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  @Row("the same events made and put into an `ArrayList`")
  public List<DbEvent> bareList() {
    List<DbEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      DbEvent event = new DbEvent(EventTypes.QUERY_SAMPLE, "orders", SampleEvents.EPOCH_NANOS);
      events.add(SampleEvents.fill(event));
    }
    return events;
  }

  private List<DbEvent> through(Lane lane) {
    EventBatch.Control batch = lane.open("sessions");
    for (int i = 0; i < EVENTS; i++) {
      SampleEvents.fill(batch.collect(EventTypes.QUERY_SAMPLE, SampleEvents.EPOCH_NANOS));
    }
    lane.process(batch, 0);
    return out;
  }

  private Lane lane(int stages) {
    Clock clock = Clock.system();
    BoundaryLog log = BenchComponents.log(clock);
    Exports exports =
        new Exports() {
          @Override
          public void handOver(List<DbEvent> events) {
            out = events;
          }

          @Override
          public boolean isPaused() {
            return false;
          }
        };
    return new Lane(
        "orders",
        IntStream.range(0, stages).mapToObj(i -> stage("stage-" + i, log)).toList(),
        new LaneBooks("orders"),
        exports,
        Runnable::run,
        clock,
        log,
        EngineSettings.defaults());
  }

  private static Stage stage(String name, BoundaryLog log) {
    Processor looks =
        batch -> {
          for (DbEvent event : batch) {
            event.set(Attributes.SESSION_SAMPLES, event.getLong(Attributes.SESSION_SAMPLES, 0) + 1);
          }
        };
    return new Stage(
        name, looks, Contract.OnError.PASS, BenchComponents.component("orders/" + name), log);
  }
}
