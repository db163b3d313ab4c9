package io.dbintel.core.engine;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Explained;
import io.dbintel.core.spi.HealthStatus;
import org.jspecify.annotations.Nullable;

/**
 * One collection on its I/O thread: the collector reads, what it read goes to the lane or is given
 * up, guards and health are told, and the turn ends, whatever happens in between.
 */
final class CollectionRun implements Runnable, Rescue {
  static final String COLLECTION_FAILED = "collection_failed";
  static final String ABANDONED = "abandoned";

  private final CollectorTurn turn;
  private final CollectorTask task;
  private final Collection collection;
  private final TargetContext context;
  private final Connector connector;
  private boolean handedIn;

  CollectionRun(
      CollectorTurn turn, Collection collection, TargetContext context, Connector connector) {
    this.turn = turn;
    this.task = turn.task();
    this.collection = collection;
    this.context = context;
    this.connector = connector;
  }

  Collection collection() {
    return collection;
  }

  @Override
  public void run() {
    boolean mine = collection.enter();
    turn.taken();
    if (!mine) {
      return;
    }
    Throwable failure = null;
    try {
      // Given up in the moment in which a thread came: nobody would end its statement any more.
      if (!collection.isAbandoned()) {
        task.restoreOnce(context.states());
        collect();
      }
    } catch (Throwable e) {
      failure = e;
    }
    boolean inTime = collection.end();
    collection.leave();
    try {
      settle(inTime, failure);
      task.writeStateIfDue(context.states(), context.settings().stateInterval(), context.io());
    } catch (Throwable unsettled) {
      context.log().failure(task.component.component(), "a collection was not settled", unsettled);
    } finally {
      finish();
    }
  }

  private void collect() throws Exception {
    if (task.scope == CollectorProvider.Scope.SERVER) {
      task.collector.collect(collection);
      return;
    }
    for (String database : context.target().databases()) {
      if (collection.isAbandoned()) {
        return;
      }
      collection.visit(database);
      task.collector.collect(collection);
    }
  }

  private void settle(boolean inTime, @Nullable Throwable failure) {
    long took = context.clock().nanoTime() - collection.startedAt();
    long serverNanos = collection.cost().serverNanos();
    if (!inTime) {
      collection.permits().returned(collection.cost());
      refuse(ABANDONED);
      task.meter.ended(ABANDONED, took, serverNanos);
    } else if (failure == null) {
      collection.permits().succeeded(collection.cost());
      task.component.engineHealth().up();
      deliver();
      task.meter.ended("succeeded", took, serverNanos);
    } else {
      collection.permits().failed(failure, collection.cost());
      refuse(COLLECTION_FAILED);
      task.meter.ended("failed", took, serverNanos);
      failed(failure);
    }
    if (failure != null && isConnectionLoss(failure)) {
      connector.lost(failure);
    }
  }

  private void deliver() {
    context.lane().deliver(collection.batch());
    handedIn = true;
    context.lane().schedule();
  }

  private void refuse(String reason) {
    context.lane().refuse(collection.batch(), reason);
    handedIn = true;
  }

  /** Gives up what it read, if that went nowhere. Throws nothing. */
  private void giveBack() {
    if (!handedIn) {
      refuse(Losses.OUT_OF_MEMORY);
    }
  }

  /** It was withdrawn before any thread came. Throws nothing. */
  void neverRan() {
    collection.permits().unused();
    giveBack();
    turn.ended(this);
  }

  private void finish() {
    giveBack();
    turn.ended(this);
  }

  @Override
  public void rescue() {
    var unused = collection.end();
    collection.leave();
    collection.permits().abandoned();
    finish();
    context.turns().rescue();
    connector.remind();
  }

  private void failed(Throwable failure) {
    context.log().failure(task.component.component(), "a collection failed", failure);
    if (failure instanceof Explained known) {
      known.reportTo(task.component.engineHealth());
    } else {
      task.component
          .engineHealth()
          .report(
              HealthStatus.DOWN,
              COLLECTION_FAILED,
              "threw " + failure.getClass().getName() + " on the last collection",
              "See the log for where it failed; it is tried again at its next turn.");
    }
  }

  private boolean isConnectionLoss(Throwable failure) {
    try {
      return context.target().isConnectionLoss(failure);
    } catch (Throwable broken) {
      context
          .log()
          .failure(context.target().id(), "could not tell whether a connection was lost", broken);
      return true;
    }
  }
}
