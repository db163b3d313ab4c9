package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One collection in flight. Exactly one of two ends it: the thread that collects, or the engine
 * that gives it up. Given up, it goes on holding its turn until its thread returns, so that a
 * server that hangs costs one thread and not one more each second.
 */
final class Collection implements CollectionContext {
  static final String BATCH_FULL = "batch_full";

  enum State {
    RUNNING,
    ENDED,
    ABANDONED
  }

  private final Target target;
  private final TargetIdentity identity;
  private final EventBatch.Control batch;
  private final Permits permits;
  private final Duration timeout;
  private final Runnable onBadRow;
  private final long startedAt;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final Object threadLock = new Object();

  private boolean claimed;
  private @Nullable Thread thread;
  private @Nullable Runnable abandonAction;
  private String database = "";
  private CollectionCost cost = CollectionCost.NONE;

  Collection(
      Target target,
      TargetIdentity identity,
      EventBatch.Control batch,
      Permits permits,
      Duration timeout,
      long startedAt,
      Runnable onBadRow) {
    this.target = target;
    this.identity = identity;
    this.batch = batch;
    this.permits = permits;
    this.timeout = timeout;
    this.startedAt = startedAt;
    this.onBadRow = onBadRow;
  }

  // --- for the engine

  EventBatch.Control batch() {
    return batch;
  }

  Permits permits() {
    return permits;
  }

  CollectionCost cost() {
    return cost;
  }

  long startedAt() {
    return startedAt;
  }

  void visit(String name) {
    database = name;
  }

  /**
   * Ties the collection to the thread that runs it, so that it can be interrupted; false if it was
   * withdrawn, and nothing must be done.
   */
  boolean enter() {
    synchronized (threadLock) {
      if (claimed) {
        return false;
      }
      claimed = true;
      thread = Thread.currentThread();
      return true;
    }
  }

  /** Takes it back if no thread has come for it yet; true for the one who did. */
  boolean withdraw() {
    synchronized (threadLock) {
      boolean mine = !claimed;
      claimed = true;
      return mine;
    }
  }

  /** Unties it; an interrupt that came too late does not reach what the thread does next. */
  void leave() {
    synchronized (threadLock) {
      thread = null;
      abandonAction = null;
    }
    // Clears what was meant for this collection.
    Thread.interrupted();
  }

  /** True for the one who ends it in time. */
  boolean end() {
    return state.compareAndSet(State.RUNNING, State.ENDED);
  }

  /** Gives it up; true if it was still running. The permits are settled as abandoned. */
  boolean abandon() {
    if (!state.compareAndSet(State.RUNNING, State.ABANDONED)) {
      return false;
    }
    permits.abandoned();
    return true;
  }

  /** What the collector asked to be done when it is given up; at most once. */
  @Nullable Runnable takeAbandonAction() {
    synchronized (threadLock) {
      Runnable action = abandonAction;
      abandonAction = null;
      return action;
    }
  }

  /** Interrupts the thread if it is still at it. */
  void interrupt() {
    synchronized (threadLock) {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  // --- for the collector

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
    return identity;
  }

  @Override
  public long epochNanos() {
    return batch.batch().epochNanos();
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public QueryLevel level() {
    return permits.level();
  }

  @Override
  public int room() {
    return batch.room();
  }

  @Override
  public DbEvent emit(EventType type, long epochNanos) {
    if (batch.isFull()) {
      batch.overflowed(BATCH_FULL);
      return new DbEvent(type, target.id(), epochNanos);
    }
    return batch.collect(type, epochNanos).database(database);
  }

  @Override
  public void spent(CollectionCost more) {
    cost = cost.plus(more);
  }

  @Override
  public void badRow(String reason) {
    onBadRow.run();
  }

  @Override
  public void onAbandon(Runnable action) {
    boolean tooLate;
    synchronized (threadLock) {
      abandonAction = action;
      tooLate = state.get() == State.ABANDONED;
    }
    if (tooLate) {
      Runnable late = takeAbandonAction();
      if (late != null) {
        late.run();
      }
    }
  }

  @Override
  public boolean isAbandoned() {
    return state.get() == State.ABANDONED;
  }
}
