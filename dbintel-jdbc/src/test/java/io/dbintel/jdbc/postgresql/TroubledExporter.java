package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An exporter that throws or dawdles when told to, and forgets what it is given. Thread-safe. */
final class TroubledExporter implements Exporter {
  private static final long SLOW_NANOS = Duration.ofSeconds(2).toNanos();

  private final AtomicLong taken = new AtomicLong();
  private volatile boolean failing;
  private volatile boolean slow;

  void fail() {
    failing = true;
  }

  void dawdle() {
    slow = true;
  }

  void recover() {
    failing = false;
    slow = false;
  }

  /** How many events it was given and did not throw at; none is kept. */
  long taken() {
    return taken.get();
  }

  @Override
  public ExportResult export(List<DbEvent> events, Duration timeout) {
    if (failing) {
      throw new IllegalStateException("told to fail");
    }
    if (slow) {
      LockSupport.parkNanos(SLOW_NANOS);
    }
    taken.addAndGet(events.size());
    return ExportResult.exported();
  }
}
