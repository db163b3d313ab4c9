package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.HealthStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from one queue to one exporter, on a thread of its own: gathers them by bytes and
 * time, tries again with back-off, and books what became of them.
 */
final class ExportWorker {
  static final String RETRIES_EXHAUSTED = "retries_exhausted";
  private static final long FIRST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Made beforehand: it answers for exporters that found no memory, too. */
  private static final ExportResult FAILED = ExportResult.retry("exporter_failed", Duration.ZERO);

  private static final ExportResult ENGINE_FAILED = ExportResult.refused(Lane.ENGINE_FAILED);
  private static final ExportResult NO_MEMORY = ExportResult.refused(Losses.OUT_OF_MEMORY);

  private final ExportQueue queue;
  private final Exporter exporter;
  private final ExportSettings settings;
  private final Components.Component component;
  private final Clock clock;
  private final Timer.Alarm timeUp;
  private final BoundaryLog log;
  private final Runnable onTaken;
  private final Clock.Registration registration;
  private final Object lock = new Object();
  private boolean ended;
  private boolean closing;
  private boolean abandoned;
  private @Nullable Thread exporting;
  private long exportDeadline;

  /** Of the worker's thread: what became of the events in flight, and what ended the last run. */
  private @Nullable ExportResult decided;

  private @Nullable Throwable failed;

  ExportWorker(
      ExportQueue queue,
      Exporter exporter,
      ExportSettings settings,
      Components.Component component,
      Timer timer,
      BoundaryLog log,
      Runnable onTaken) {
    this.queue = queue;
    this.exporter = exporter;
    this.settings = settings;
    this.component = component;
    this.clock = component.clock();
    this.timeUp = timer.alarm(this::interruptExport);
    this.log = log;
    this.onTaken = onTaken;
    this.registration = clock.onMove(this::wake);
  }

  ExportQueue queue() {
    return queue;
  }

  boolean pausesLanes() {
    return settings.overflow() == OverflowPolicy.PAUSE && queue.isAboveHighWater();
  }

  /** Tells the worker that there may be something to do. */
  void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  /** The body of the worker's thread: works until it is closed and the queue is empty. */
  void run() {
    // Apart from the loop: see Rescue.
    boolean working = true;
    while (working) {
      try {
        putRight();
        exportAll();
        working = false;
      } catch (Throwable failure) {
        failed = failure;
      }
    }
    try {
      flush();
      closeExporter();
    } finally {
      end();
    }
  }

  private void exportAll() {
    while (awaitWork()) {
      List<DbEvent> batch = queue.take(settings.batchEvents(), settings.batchBytes());
      tellLanes();
      if (!batch.isEmpty()) {
        ExportResult result = exportUntilDecided(Collections.unmodifiableList(batch));
        decided = result;
        settle(batch.size(), result);
        decided = null;
      }
    }
  }

  /** Books what was being exported when it broke off, and goes on in a moment. */
  private void putRight() {
    Throwable failure = failed;
    if (failure == null) {
      return;
    }
    timeUp.cancel();
    synchronized (lock) {
      exporting = null;
      if (!abandoned) {
        awaitChange(PAUSE_NANOS);
      }
    }
    ExportResult result = decided;
    int left = queue.inFlight();
    if (left > 0) {
      settle(left, result == null ? NO_MEMORY : result);
    }
    decided = null;
    failed = null;
    log.failure(component.component(), "exporting broke off and goes on", failure);
  }

  /** Holds on to nothing any more: its thread ended, or was never started. */
  void end() {
    timeUp.close();
    registration.close();
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
  }

  /** Waits for a full batch, or for the first event to have waited long enough. */
  private boolean awaitWork() {
    synchronized (lock) {
      long flushAt = 0;
      boolean seen = false;
      while (!abandoned) {
        long now = clock.nanoTime();
        if (queue.size() == 0) {
          if (closing) {
            return false;
          }
          seen = false;
        } else if (!seen) {
          seen = true;
          flushAt = now + settings.flushInterval().toNanos();
        }
        boolean due = seen && (closing || now - flushAt >= 0 || queueHoldsBatch());
        if (due) {
          return true;
        }
        awaitChange(seen ? flushAt - now : IDLE_NANOS);
      }
      return false;
    }
  }

  private boolean queueHoldsBatch() {
    return queue.holdsAtLeast(settings.batchEvents(), settings.batchBytes());
  }

  @SuppressWarnings("WaitNotInLoop") // Every caller loops.
  private void awaitChange(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(lock, nanos);
    } catch (InterruptedException e) {
      // Only meant for an export that hangs; closing is told by a flag.
    }
  }

  private void tellLanes() {
    try {
      onTaken.run();
    } catch (OutOfMemoryError later) {
      // The lanes' next tick tells them, and what was taken must not be lost for it.
    } catch (Throwable failure) {
      log.failure(component.component(), "the lanes could not be told to go on", failure);
    }
  }

  /** Tries until it is decided what became of the events: never {@link ExportResult.Retry}. */
  private ExportResult exportUntilDecided(List<DbEvent> batch) {
    try {
      long giveUpAt = clock.nanoTime() + Nanos.of(settings.retryFor());
      for (int attempt = 0; ; attempt++) {
        boolean last = isClosing();
        ExportResult result = exportOnce(batch);
        if (!(result instanceof ExportResult.Retry retry)) {
          return result;
        }
        if (last || isAbandoned()) {
          return ExportResult.refused(ExportQueue.CLOSED);
        }
        long patience = giveUpAt - clock.nanoTime();
        if (patience <= 0) {
          return ExportResult.refused(RETRIES_EXHAUSTED);
        }
        report(HealthStatus.DOWN, retry.reason(), "cannot export now; it is tried again");
        component.metrics().add("retries", 1);
        backOff(attempt, retry.after(), patience);
      }
    } catch (Throwable failure) {
      log.failure(component.component(), "events are given up because trying failed", failure);
      return failure instanceof OutOfMemoryError ? NO_MEMORY : ENGINE_FAILED;
    }
  }

  private void settle(int size, ExportResult result) {
    if (result instanceof ExportResult.PartlyExported partly) {
      int left = size;
      for (Map.Entry<String, Integer> refusal : partly.refusals().entrySet()) {
        int refused = Math.min(refusal.getValue(), left);
        queue.settle(0, refused, refusal.getKey());
        left -= refused;
      }
      queue.settle(left, 0, "");
      report(HealthStatus.DEGRADED, partly.reason(), "part of the last export was refused");
    } else if (result instanceof ExportResult.Refused refused) {
      queue.settle(0, size, refused.reason());
      report(HealthStatus.DEGRADED, refused.reason(), "the last export was refused");
    } else {
      queue.settle(size, 0, "");
      component.engineHealth().up();
    }
  }

  private ExportResult exportOnce(List<DbEvent> batch) {
    long deadline = clock.nanoTime() + settings.timeout().toNanos();
    synchronized (lock) {
      exporting = Thread.currentThread();
      exportDeadline = deadline;
    }
    timeUp.set(deadline);
    try {
      ExportResult result = exporter.export(batch, settings.timeout());
      if (result == null) {
        log.warn(component.component(), "the exporter returned null; its events count as refused");
        return ExportResult.refused("null_result");
      }
      return result;
    } catch (Throwable failure) {
      log.failure(component.component(), "an export failed and is tried again", failure);
      return FAILED;
    } finally {
      timeUp.cancel();
      synchronized (lock) {
        exporting = null;
      }
      Thread.interrupted();
    }
  }

  private void interruptExport() {
    synchronized (lock) {
      // The alarm of an earlier export can come when the next one has begun.
      if (exporting != null && clock.nanoTime() - exportDeadline >= 0) {
        report(
            HealthStatus.DOWN,
            "export_timeout",
            "an export took longer than " + settings.timeout().toMillis() + " ms");
        exporting.interrupt();
      }
    }
  }

  private void backOff(int attempt, Duration atLeast, long atMostNanos) {
    long grown = FIRST_BACKOFF_NANOS << Math.min(attempt, 10);
    long base = Math.min(grown, LONGEST_BACKOFF_NANOS);
    RandomGenerator random = component.random();
    long jittered = random == null ? base : base / 2 + random.nextLong(base / 2 + 1);
    long until = clock.nanoTime() + Math.min(atMostNanos, Math.max(jittered, Nanos.of(atLeast)));
    synchronized (lock) {
      while (!closing) {
        long wait = until - clock.nanoTime();
        if (wait <= 0) {
          return;
        }
        awaitChange(wait);
      }
    }
  }

  private void report(HealthStatus status, String reason, String message) {
    component
        .engineHealth()
        .report(status, reason, message, "Check the exporter's destination; see the log.");
  }

  private void flush() {
    try {
      exporter.flush(settings.timeout());
    } catch (Throwable failure) {
      log.failure(component.component(), "flushing failed", failure);
    }
  }

  private void closeExporter() {
    try {
      exporter.close();
    } catch (Throwable failure) {
      log.failure(component.component(), "closing failed", failure);
    }
  }

  private boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  private boolean isAbandoned() {
    synchronized (lock) {
      return abandoned;
    }
  }

  /** Has the worker end when the queue is empty. */
  void finish() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
  }

  /** Waits for the worker to end; then gives up what is left, and interrupts it if it hangs. */
  void awaitEnd(Deadline deadline) throws InterruptedException {
    boolean inTime = hasEnded(deadline);
    queue.close(ExportQueue.CLOSED);
    if (!inTime) {
      synchronized (lock) {
        abandoned = true;
        lock.notifyAll();
        if (exporting != null) {
          exporting.interrupt();
        }
      }
      log.warn(component.component(), "the exporter did not end within the closing deadline");
    }
  }

  private boolean hasEnded(Deadline deadline) throws InterruptedException {
    synchronized (lock) {
      long millis = deadline.remainingMillis();
      while (!ended && millis > 0) {
        lock.wait(millis);
        millis = deadline.remainingMillis();
      }
      return ended;
    }
  }
}
