package io.dbintel.jdbc.explain;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.time.Duration;

/**
 * A part of a collection that goes to one database, though the collection is of the server: which
 * databases are worth a visit is known only when it runs. Remembers what it cost.
 */
final class Visit implements CollectionContext {
  private final CollectionContext collection;
  private final String database;
  private final Duration left;
  private long serverNanos;

  Visit(CollectionContext collection, String database, Duration left) {
    this.collection = collection;
    this.database = database;
    this.left = left;
  }

  /** What it took the server. */
  long serverNanos() {
    return serverNanos;
  }

  @Override
  public Target target() {
    return collection.target();
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public TargetIdentity identity() {
    return collection.identity();
  }

  @Override
  public long epochNanos() {
    return collection.epochNanos();
  }

  @Override
  public Duration timeout() {
    return left;
  }

  @Override
  public QueryLevel level() {
    return collection.level();
  }

  @Override
  public DbEvent emit(EventType type, long epochNanos) {
    return collection.emit(type, epochNanos);
  }

  @Override
  public int room() {
    return collection.room();
  }

  @Override
  public void spent(CollectionCost cost) {
    serverNanos += cost.serverNanos();
    collection.spent(cost);
  }

  @Override
  public void badRow(String reason) {
    collection.badRow(reason);
  }

  @Override
  public void onAbandon(Runnable action) {
    collection.onAbandon(action);
  }

  @Override
  public boolean isAbandoned() {
    return collection.isAbandoned();
  }
}
