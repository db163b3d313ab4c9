package io.dbintel.jdbc.testing;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collection as the engine would run it, for one target; a test may abandon it. */
public final class TestCollection implements CollectionContext {
  private final Target target;
  private String database;
  private String server = "server";
  private final Duration timeout;
  private final List<String> badRows = new CopyOnWriteArrayList<>();
  private final long epochNanos = Clock.system().epochNanos();
  private final EventBatch.Control batch;
  private volatile CollectionCost cost = CollectionCost.NONE;
  private volatile Runnable onAbandon = () -> {};
  private volatile boolean abandoned;

  /** A collection of a database, or of the server if the name is empty. */
  public TestCollection(Target target, String database, Duration timeout) {
    this(target, database, timeout, 10_000);
  }

  /** The same, with room for so many events. */
  public TestCollection(Target target, String database, Duration timeout, int room) {
    batch = EventBatch.open("target", "test", epochNanos, room);
    this.target = target;
    this.database = database;
    this.timeout = timeout;
  }

  /** A collection of the server, of 10 s at most. */
  public TestCollection(Target target) {
    this(target, "", Duration.ofSeconds(10));
  }

  /** Goes on to a database, as the engine does. */
  public void visit(String name) {
    database = name;
  }

  /** Says which server answers; otherwise it is always the same. */
  public void answeredBy(String name) {
    server = name;
  }

  /** Gives up, as the engine does when time is up. */
  public void abandon() {
    abandoned = true;
    onAbandon.run();
  }

  /** What was spent. */
  public CollectionCost cost() {
    return cost;
  }

  /** The reasons of bad rows. */
  public List<String> badRows() {
    return badRows;
  }

  /** What was emitted. */
  public EventBatch batch() {
    return batch.batch();
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public TargetIdentity identity() {
    return new TargetIdentity(server, "run");
  }

  @Override
  public long epochNanos() {
    return epochNanos;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public QueryLevel level() {
    return QueryLevel.FULL;
  }

  @Override
  public DbEvent emit(EventType type, long at) {
    return batch.collect(type, at);
  }

  @Override
  public int room() {
    return batch.room();
  }

  @Override
  public void spent(CollectionCost more) {
    cost = cost.plus(more);
  }

  @Override
  public void badRow(String reason) {
    badRows.add(reason);
  }

  @Override
  public void onAbandon(Runnable action) {
    onAbandon = action;
  }

  @Override
  public boolean isAbandoned() {
    return abandoned;
  }
}
