package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.report.Ledger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to one exporter: one FIFO a priority, bounded by count and by bytes. When it
 * is full the oldest of the lowest priority makes room. It also keeps the exporter's page of the
 * ledger, because both change together.
 *
 * <p>Thread-safe; nothing blocks. Lanes add, one worker takes and settles.
 */
final class ExportQueue {
  static final String QUEUE_FULL = "queue_full";
  static final String OVERSIZE = "oversize";
  static final String CLOSED = "closed";
  private static final int MAX_REASONS = 100;

  /** Dearest first; {@code values()} copies at each call. */
  private static final Priority[] PRIORITIES = Priority.values();

  private static final double HIGH_WATER = 0.8;

  private final String exporter;
  private final int maxEvents;
  private final long maxBytes;
  private final EnumMap<Priority, Fifo<DbEvent>> queues = new EnumMap<>(Priority.class);
  private final Losses dropped = new Losses(MAX_REASONS, Losses.OUT_OF_MEMORY);
  private int events;
  private long bytes;
  private int inFlight;
  private long handedOver;
  private long exported;
  private long pending;
  private boolean closed;

  ExportQueue(String exporter, int maxEvents, long maxBytes) {
    this.exporter = exporter;
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
    for (Priority priority : PRIORITIES) {
      queues.put(priority, new Fifo<>());
    }
  }

  /**
   * Adds frozen events, evicting what must make room.
   *
   * @throws IllegalArgumentException if one still carries a {@link Sensitive} payload: that it got
   *     so far is a defect of the lane, and it must not get further
   */
  synchronized void add(List<DbEvent> batch) {
    for (int i = 0; i < batch.size(); i++) {
      DbEvent event = batch.get(i);
      if (event.payload() != null) {
        throw new IllegalArgumentException(
            "event " + event.type().name() + " carries a sensitive payload");
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      handedOver++;
      pending++;
      addOne(batch.get(i));
    }
  }

  private void addOne(DbEvent event) {
    int size = event.sizeBytes();
    if (closed) {
      drop(CLOSED, 1);
      return;
    }
    if (size > maxBytes) {
      drop(OVERSIZE, 1);
      return;
    }
    while (events + 1 > maxEvents || bytes + size > maxBytes) {
      Fifo<DbEvent> lowest = lowestNotAbove(event.priority());
      if (lowest == null) {
        drop(QUEUE_FULL, 1);
        return;
      }
      bytes -= lowest.removeFirst().sizeBytes();
      events--;
      drop(QUEUE_FULL, 1);
    }
    try {
      queue(event.priority()).addLast(event);
    } catch (OutOfMemoryError noRoom) {
      drop(Losses.OUT_OF_MEMORY, 1);
      return;
    }
    events++;
    bytes += size;
  }

  /**
   * The FIFO of the lowest priority that holds anything, if that is not above {@code priority};
   * null if only dearer events are queued.
   */
  private @Nullable Fifo<DbEvent> lowestNotAbove(Priority priority) {
    for (int i = PRIORITIES.length - 1; i >= 0; i--) {
      if (priority.isBelow(PRIORITIES[i])) {
        return null;
      }
      if (!queue(PRIORITIES[i]).isEmpty()) {
        return queue(PRIORITIES[i]);
      }
    }
    return null;
  }

  /** Takes the dearest, oldest first, up to both limits but at least one if there is one. */
  synchronized List<DbEvent> take(int limitEvents, long limitBytes) {
    List<DbEvent> taken = new ArrayList<>(Math.min(events, limitEvents));
    long takenBytes = 0;
    for (Priority priority : PRIORITIES) {
      Fifo<DbEvent> queue = queue(priority);
      while (!queue.isEmpty() && taken.size() < limitEvents) {
        int size = queue.getFirst().sizeBytes();
        if (!taken.isEmpty() && takenBytes + size > limitBytes) {
          return taken(taken, takenBytes);
        }
        taken.add(queue.removeFirst());
        takenBytes += size;
      }
    }
    return taken(taken, takenBytes);
  }

  private List<DbEvent> taken(List<DbEvent> batch, long batchBytes) {
    events -= batch.size();
    bytes -= batchBytes;
    inFlight += batch.size();
    return batch;
  }

  /** Books what became of events that were taken. */
  synchronized void settle(int went, int lost, String reason) {
    if (closed) {
      return;
    }
    inFlight -= went + lost;
    exported += went;
    pending -= went;
    drop(reason, lost);
  }

  /** Gives up all that is queued or in flight and lets nothing in any more. */
  synchronized void close(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    for (Priority priority : PRIORITIES) {
      queue(priority).clear();
    }
    events = 0;
    bytes = 0;
    inFlight = 0;
    drop(reason, pending);
  }

  private void drop(String reason, long count) {
    if (count == 0) {
      return;
    }
    pending -= count;
    dropped.add(reason, count);
  }

  /** How many events wait. */
  synchronized int size() {
    return events;
  }

  /** How many bytes wait. */
  synchronized long bytes() {
    return bytes;
  }

  /** How many events were taken and not settled. */
  synchronized int inFlight() {
    return inFlight;
  }

  /** True if lanes should stop for now. */
  synchronized boolean isAboveHighWater() {
    return events >= maxEvents * HIGH_WATER || bytes >= maxBytes * HIGH_WATER;
  }

  /** True if the worker has reason to go at once. */
  synchronized boolean holdsAtLeast(int someEvents, long someBytes) {
    return events >= someEvents || bytes >= someBytes;
  }

  synchronized Ledger.ExporterPage page() {
    return new Ledger.ExporterPage(exporter, handedOver, exported, dropped.byReason(), pending);
  }

  private Fifo<DbEvent> queue(Priority priority) {
    return Objects.requireNonNull(queues.get(priority));
  }
}
