package io.dbintel.core.engine;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Processor;
import java.util.function.Consumer;

/**
 * A processor in its place in one lane, with the boundary at which its exceptions end. Belongs to
 * its lane; only {@link #watch} and {@link #failures} may be called by others.
 */
final class Stage {
  static final String FAILED = "processor_failed";
  private static final long HANG_NANOS = 10_000_000_000L;

  private final String name;
  private final Processor processor;
  private final Contract.OnError onError;
  private final Components.Component component;
  private final BoundaryLog log;
  private volatile long failures;
  private volatile long busySince;
  private volatile boolean busy;

  Stage(
      String name,
      Processor processor,
      Contract.OnError onError,
      Components.Component component,
      BoundaryLog log) {
    this.name = name;
    this.processor = processor;
    this.onError = onError;
    this.component = component;
    this.log = log;
  }

  String name() {
    return name;
  }

  Processor processor() {
    return processor;
  }

  Components.Component component() {
    return component;
  }

  /** How often it threw. */
  long failures() {
    return failures;
  }

  void process(EventBatch.Control control) {
    if (run(control, processor::process)) {
      // A tick or a drain that works says nothing about the batches, so it clears nothing.
      component.engineHealth().up();
    }
  }

  void tick(EventBatch.Control control) {
    run(control, processor::tick);
  }

  void drain(EventBatch.Control control) {
    run(control, processor::drain);
  }

  void close() {
    try {
      processor.close();
    } catch (Throwable failure) {
      log.failure(component.component(), "closing failed", failure);
    }
  }

  /** Tells health if the processor has been busy for so long that it probably hangs. */
  void watch(long now) {
    if (busy && now - busySince > HANG_NANOS) {
      component
          .engineHealth()
          .report(
              HealthStatus.DOWN,
              "processor_hangs",
              "has not returned for more than 10 s and holds up its lane",
              "Remove the processor or have it fixed: processors must not block.");
    }
  }

  private boolean run(EventBatch.Control control, Consumer<EventBatch> call) {
    control.enterStage(name);
    busySince = component.clock().nanoTime();
    busy = true;
    try {
      call.accept(control.batch());
      return true;
    } catch (Throwable failure) {
      failed(control, failure);
      return false;
    } finally {
      busy = false;
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the lane alone.
  private void failed(EventBatch.Control control, Throwable failure) {
    failures++;
    boolean drop = onError == Contract.OnError.DROP;
    String fate = drop ? "its events are dropped" : "its events go on as they are";
    log.failure(component.component(), "a batch failed, " + fate, failure);
    component
        .engineHealth()
        .report(
            HealthStatus.DEGRADED,
            FAILED,
            "threw " + failure.getClass().getName() + " on the last batch; " + fate,
            "See the log for where it failed.");
    if (drop) {
      control.dropAll(FAILED);
    }
  }
}
