package io.dbintel.core.export;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;

/**
 * Remembers the latest events, for a host that wants to look at them and for tests. When there is
 * no room the oldest are forgotten, and counted; an event that is larger than all the room there is
 * is forgotten at once.
 *
 * <p>What it remembers can be read after it was closed. Thread-safe. An export costs time in the
 * number of events given, a snapshot in the number of events kept.
 */
public final class InMemoryExporter implements Exporter {
  private final InMemoryConfig config;
  private final Object lock = new Object();
  private final ArrayDeque<DbEvent> kept = new ArrayDeque<>();
  private long bytes;
  private long received;
  private long evicted;
  private boolean closed;

  /** An exporter with these bounds. */
  public InMemoryExporter(InMemoryConfig config) {
    this.config = Objects.requireNonNull(config, "config");
  }

  /** An exporter with the {@linkplain InMemoryConfig#defaults() default} bounds. */
  public static InMemoryExporter create() {
    return new InMemoryExporter(InMemoryConfig.defaults());
  }

  @Override
  public ExportResult export(List<DbEvent> events, Duration timeout) {
    synchronized (lock) {
      if (closed) {
        return ExportResult.refused("closed");
      }
      for (DbEvent event : events) {
        keep(event);
      }
      return ExportResult.exported();
    }
  }

  private void keep(DbEvent event) {
    received++;
    int size = event.sizeBytes();
    if (size > config.maxBytes()) {
      evicted++;
      return;
    }
    while (kept.size() >= config.maxEvents() || bytes + size > config.maxBytes()) {
      bytes -= kept.removeFirst().sizeBytes();
      evicted++;
    }
    kept.addLast(event);
    bytes += size;
  }

  /** The events it remembers, oldest first; an immutable copy. */
  public List<DbEvent> snapshot() {
    synchronized (lock) {
      return List.copyOf(kept);
    }
  }

  /** Forgets every event; the counters stay. */
  public void clear() {
    synchronized (lock) {
      kept.clear();
      bytes = 0;
    }
  }

  /** How many events it remembers. */
  public int size() {
    synchronized (lock) {
      return kept.size();
    }
  }

  /** What they weigh, in bytes. */
  public long bytes() {
    synchronized (lock) {
      return bytes;
    }
  }

  /** How many events it was ever given. */
  public long received() {
    synchronized (lock) {
      return received;
    }
  }

  /** How many events it forgot for want of room. */
  public long evicted() {
    synchronized (lock) {
      return evicted;
    }
  }

  /** Takes no more events. What it remembers stays readable. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
  }
}
