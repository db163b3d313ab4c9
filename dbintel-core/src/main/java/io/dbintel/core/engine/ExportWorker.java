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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

  private final ExportQueue queue;
  private final Exporter exporter;
  private final ExportSettings settings;
  private final Components.Component component;
  private final Clock clock;
  private final Timer timer;
  private final BoundaryLog log;
  private final Runnable onTaken;
  private final Clock.Registration registration;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean closing;
  private boolean abandoned;
  private @Nullable Thread exporting;

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
    this.timer = timer;
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
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The body of the worker's thread: works until it is closed and the queue is empty. */
  void run() {
    try {
      while (awaitWork()) {
        List<DbEvent> batch = queue.take(settings.batchEvents(), settings.batchBytes());
        tellLanes();
        if (!batch.isEmpty()) {
          settle(batch.size(), exportUntilDecided(Collections.unmodifiableList(batch)));
        }
      }
      flush();
    } catch (Throwable failure) {
      log.failure(component.component(), "the export thread failed", failure);
    } finally {
      registration.close();
      closeExporter();
      ended.countDown();
    }
  }

  /** Waits for a full batch, or for the first event to have waited long enough. */
  private boolean awaitWork() {
    lock.lock();
    try {
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
    } finally {
      lock.unlock();
    }
  }

  private boolean queueHoldsBatch() {
    return queue.holdsAtLeast(settings.batchEvents(), settings.batchBytes());
  }

  @SuppressWarnings("WaitNotInLoop") // Every caller loops.
  private void awaitChange(long nanos) {
    try {
      var unused = changed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Only meant for an export that hangs; closing is told by a flag.
    }
  }

  private void tellLanes() {
    try {
      onTaken.run();
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
      return ExportResult.refused(Lane.ENGINE_FAILED);
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
    lock.lock();
    try {
      exporting = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    Timer.Entry timeUp =
        timer.at(clock.nanoTime() + settings.timeout().toNanos(), this::interruptExport);
    try {
      ExportResult result = exporter.export(batch, settings.timeout());
      if (result == null) {
        log.warn(component.component(), "the exporter returned null; its events count as refused");
        return ExportResult.refused("null_result");
      }
      return result;
    } catch (Throwable failure) {
      log.failure(component.component(), "an export failed and is tried again", failure);
      return ExportResult.retry("exporter_failed", Duration.ZERO);
    } finally {
      timeUp.cancel();
      lock.lock();
      try {
        exporting = null;
      } finally {
        lock.unlock();
      }
      Thread.interrupted();
    }
  }

  private void interruptExport() {
    lock.lock();
    try {
      if (exporting != null) {
        report(
            HealthStatus.DOWN,
            "export_timeout",
            "an export took longer than " + settings.timeout().toMillis() + " ms");
        exporting.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void backOff(int attempt, Duration atLeast, long atMostNanos) {
    long grown = FIRST_BACKOFF_NANOS << Math.min(attempt, 10);
    long base = Math.min(grown, LONGEST_BACKOFF_NANOS);
    RandomGenerator random = component.random();
    long jittered = random == null ? base : base / 2 + random.nextLong(base / 2 + 1);
    long until = clock.nanoTime() + Math.min(atMostNanos, Math.max(jittered, Nanos.of(atLeast)));
    lock.lock();
    try {
      while (!closing) {
        long wait = until - clock.nanoTime();
        if (wait <= 0) {
          return;
        }
        awaitChange(wait);
      }
    } finally {
      lock.unlock();
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
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private boolean isAbandoned() {
    lock.lock();
    try {
      return abandoned;
    } finally {
      lock.unlock();
    }
  }

  /** Has the worker end when the queue is empty. */
  void finish() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the worker to end; then gives up what is left, and interrupts it if it hangs. */
  void awaitEnd(Deadline deadline) throws InterruptedException {
    boolean inTime = ended.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    queue.close(ExportQueue.CLOSED);
    if (!inTime) {
      lock.lock();
      try {
        abandoned = true;
        changed.signalAll();
        if (exporting != null) {
          exporting.interrupt();
        }
      } finally {
        lock.unlock();
      }
      log.warn(component.component(), "the exporter did not end within the closing deadline");
    }
  }
}
