package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.time.Duration;

/** A collection that only emits: into a batch, as the engine's does. */
final class BenchCollection implements CollectionContext {
  private EventBatch.Control batch = batch(0);

  /** Begins anew. */
  EventBatch.Control begin(long epochNanos) {
    batch = batch(epochNanos);
    return batch;
  }

  private static EventBatch.Control batch(long epochNanos) {
    return EventBatch.open("orders", "sessions", epochNanos, 20_000, "db.example.org", 5432);
  }

  @Override
  public DbEvent emit(EventType type, long epochNanos) {
    return batch.collect(type, epochNanos);
  }

  @Override
  public long epochNanos() {
    return batch.batch().epochNanos();
  }

  @Override
  public Target target() {
    throw new UnsupportedOperationException("there is no target");
  }

  @Override
  public String database() {
    return "";
  }

  @Override
  public TargetIdentity identity() {
    return new TargetIdentity("", "");
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(5);
  }

  @Override
  public QueryLevel level() {
    return QueryLevel.FULL;
  }

  @Override
  public void spent(CollectionCost cost) {}

  @Override
  public void badRow(String reason) {}

  @Override
  public void onAbandon(Runnable action) {}

  @Override
  public boolean isAbandoned() {
    return false;
  }
}
