package io.dbintel.core.engine;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Explained;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A target's collectors in time: when each is due, whether it may run now, what becomes of what it
 * read. The timer calls {@link #due}, an I/O thread {@link #run}; nothing here blocks but the
 * collector itself.
 */
final class TargetRuntime {
  static final String COLLECTION_FAILED = "collection_failed";
  static final String ABANDONED = "abandoned";
  static final String NOT_STARTED = "not_started";
  private static final String NOT_CONNECTED = "not_connected";

  /** A turn is near that is this part of an interval away. */
  private static final int NEAR = 4;

  private static final Duration LONGEST_PHASE = Duration.ofSeconds(5);

  private final Target target;
  private final Lane lane;
  private final List<CollectorTask> tasks;
  private final List<CollectionGuard> guards;
  private final Timer timer;
  private final Clock clock;
  private final Executor io;
  private final StateKeeper states;
  private final BoundaryLog log;
  private final EngineSettings settings;
  private final @Nullable RandomGenerator random;
  private final Turns turns = new Turns();
  private final Connector connector;
  private final Object lock = new Object();
  private boolean closed;

  TargetRuntime(
      Target target,
      Lane lane,
      List<CollectorTask> tasks,
      List<CollectionGuard> guards,
      Timer timer,
      Executor io,
      StateKeeper states,
      BoundaryLog log,
      EngineSettings settings,
      ServerRegistry registry,
      Components.Component component) {
    this.target = target;
    this.lane = lane;
    this.tasks = List.copyOf(tasks);
    this.guards = guards;
    this.timer = timer;
    this.clock = component.clock();
    this.io = io;
    this.states = states;
    this.log = log;
    this.settings = settings;
    this.random = component.random();
    this.connector =
        new Connector(
            target,
            lane,
            turns,
            registry,
            timer,
            clock,
            io,
            settings.reconnectInterval(),
            log,
            component.engineHealth(),
            this::connected);
  }

  Target target() {
    return target;
  }

  Lane lane() {
    return lane;
  }

  List<CollectorTask> tasks() {
    return tasks;
  }

  /** Begins to ask for the server; collectors start when it answers. */
  void start() {
    connector.connect();
  }

  /** The server has said who it is, for the first time or again. On one thread at a time. */
  private void connected() {
    for (CollectorTask task : tasks) {
      if (task.scheduled) {
        catchUp(task);
      } else {
        task.dueAt = clock.nanoTime() + phase(task.schedule.interval());
        timer.at(task.dueAt, () -> due(task));
        task.scheduled = true;
      }
    }
  }

  /** Spreads collectors of many targets over time. */
  private long phase(Duration interval) {
    long most = Math.min(interval.toNanos(), LONGEST_PHASE.toNanos());
    if (random == null) {
      return 0;
    }
    synchronized (lock) {
      return random.nextLong(most);
    }
  }

  /**
   * A turn that found no server is taken now and not an interval later, unless the next one is near
   * or a guard said for how long not to ask.
   */
  private void catchUp(CollectorTask task) {
    synchronized (lock) {
      long now = clock.nanoTime();
      boolean near = task.dueAt - now < task.schedule.interval().toNanos() / NEAR;
      if (closed || !task.missedServer || near || hindrance(task, now) != null) {
        return;
      }
      task.missedServer = false;
      task.waiting = true;
      task.wantedAt = now;
    }
    turns.request(task.key.turn(), () -> begin(task));
  }

  /** True if a collection is under way or waits for its turn. */
  boolean isActive(CollectorTask task) {
    synchronized (lock) {
      return task.waiting || task.inFlight != null;
    }
  }

  // --- on the timer

  private void due(CollectorTask task) {
    long now = clock.nanoTime();
    synchronized (lock) {
      if (closed) {
        return;
      }
      long planned = task.dueAt;
      advance(task, now);
      String hindrance = hindrance(task, now);
      if (hindrance != null) {
        task.meter.skipped(hindrance, 1);
        return;
      }
      task.waiting = true;
      task.wantedAt = planned;
    }
    turns.request(task.key.turn(), () -> begin(task));
  }

  /** Plans the next time; what was missed is skipped and counted, never piled up. */
  private void advance(CollectorTask task, long now) {
    long interval = task.schedule.interval().toNanos();
    task.dueAt += interval;
    long behind = now - task.dueAt;
    if (behind >= 0) {
      long missed = behind / interval + 1;
      task.dueAt += missed * interval;
      task.meter.skipped("late", missed);
    }
    timer.at(task.dueAt, () -> due(task));
  }

  private @Nullable String hindrance(CollectorTask task, long now) {
    if (isActive(task)) {
      return "overlap";
    }
    if (connector.identity() == null) {
      task.missedServer = true;
      return NOT_CONNECTED;
    }
    return now - task.notBefore < 0 && !task.refusal.isEmpty() ? task.refusal : null;
  }

  // --- when its turn comes, on whatever thread freed the turn

  private void begin(CollectorTask task) {
    long now = clock.nanoTime();
    String refusal;
    try {
      refusal = admit(task, now);
    } catch (Throwable failure) {
      refusal = notStarted(task, failure);
    }
    if (refusal != null) {
      task.meter.skipped(refusal, 1);
      synchronized (lock) {
        task.waiting = false;
        task.missedServer |= refusal.equals(NOT_CONNECTED);
      }
      turns.free(task.key.turn());
      if (refusal.equals(NOT_CONNECTED) && connector.identity() != null) {
        // It answered between the two looks, and may have been told of no missed turn.
        catchUp(task);
      }
    }
  }

  /** Starts the collection; or returns why it must not start. */
  private @Nullable String admit(CollectorTask task, long now) {
    TargetIdentity identity = connector.identity();
    if (identity == null) {
      return NOT_CONNECTED;
    }
    if (!lane.reserve()) {
      return "inbox_full";
    }
    Permits.Answer answer = Permits.ask(guards, task.key, now, log);
    if (answer.permits() == null) {
      lane.release();
      return refused(task, now, answer);
    }
    try {
      launch(task, identity, answer.permits(), now);
      return null;
    } catch (Throwable failure) {
      answer.permits().unused();
      lane.release();
      synchronized (lock) {
        task.inFlight = null;
      }
      return notStarted(task, failure);
    }
  }

  private void launch(CollectorTask task, TargetIdentity identity, Permits permits, long now) {
    Duration timeout = permits.timeout(task.schedule.timeout());
    EventBatch.Control batch = lane.open(task.key.collector());
    Collection collection =
        new Collection(target, identity, batch, permits, timeout, now, task.meter::badRow);
    synchronized (lock) {
      task.waiting = false;
      task.missedServer = false;
      task.refusal = "";
      task.inFlight = collection;
    }
    task.meter.late(now - task.wantedAt);
    Timer.Entry timeUp = timer.at(now + Nanos.of(timeout), () -> giveUp(task, collection));
    try {
      io.execute(() -> run(task, collection, timeUp));
    } catch (Throwable failure) {
      timeUp.cancel();
      throw failure;
    }
  }

  /** Whatever keeps a collection from starting must not keep its turn. */
  private String notStarted(CollectorTask task, Throwable failure) {
    log.failure(task.component.component(), "a collection could not be started", failure);
    task.component
        .engineHealth()
        .report(
            HealthStatus.DEGRADED,
            NOT_STARTED,
            "the last collection could not be started (" + failure.getClass().getName() + ")",
            "If the host lends executors, check that they accept work; else check memory and threads.");
    return NOT_STARTED;
  }

  private String refused(CollectorTask task, long now, Permits.Answer answer) {
    String reason = answer.refused() == null ? "refused" : answer.refused().reason();
    Duration after = answer.refused() == null ? Duration.ZERO : answer.refused().retryAfter();
    synchronized (lock) {
      task.refusal = reason;
      task.notBefore = now + Nanos.of(after);
    }
    task.component
        .engineHealth()
        .report(
            HealthStatus.DEGRADED,
            reason,
            "a guard refused the last collection",
            OverheadBudget.REASON.equals(reason)
                ? "Our statements cost the server more than the budget; intervals stretch until they"
                    + " fit. Raise engine.overheadRatio if that cost is acceptable."
                : "");
    return reason;
  }

  // --- on an I/O thread

  private void run(CollectorTask task, Collection collection, Timer.Entry timeUp) {
    Throwable failure = null;
    collection.enter();
    try {
      task.restoreOnce(states);
      collect(task, collection);
    } catch (Throwable e) {
      failure = e;
    }
    boolean inTime = collection.end();
    collection.leave();
    timeUp.cancel();
    try {
      settle(task, collection, inTime, failure);
      task.writeStateIfDue(states, settings.stateInterval(), io);
    } finally {
      synchronized (lock) {
        task.inFlight = null;
      }
      turns.free(task.key.turn());
    }
  }

  private void collect(CollectorTask task, Collection collection) throws Exception {
    if (task.scope == CollectorProvider.Scope.SERVER) {
      task.collector.collect(collection);
      return;
    }
    for (String database : target.databases()) {
      if (collection.isAbandoned()) {
        return;
      }
      collection.visit(database);
      task.collector.collect(collection);
    }
  }

  private void settle(
      CollectorTask task, Collection collection, boolean inTime, @Nullable Throwable failure) {
    long took = clock.nanoTime() - collection.startedAt();
    long serverNanos = collection.cost().serverNanos();
    if (!inTime) {
      task.meter.ended(ABANDONED, took, serverNanos);
      collection.permits().returned(collection.cost());
      lane.refuse(collection.batch(), ABANDONED);
    } else if (failure == null) {
      task.meter.ended("succeeded", took, serverNanos);
      collection.permits().succeeded(collection.cost());
      task.component.engineHealth().up();
      lane.deliver(collection.batch());
    } else {
      task.meter.ended("failed", took, serverNanos);
      collection.permits().failed(failure, collection.cost());
      lane.refuse(collection.batch(), COLLECTION_FAILED);
      failed(task, failure);
    }
    if (failure != null && isConnectionLoss(failure)) {
      connector.lost(failure);
    }
  }

  private void failed(CollectorTask task, Throwable failure) {
    log.failure(task.component.component(), "a collection failed", failure);
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
      return target.isConnectionLoss(failure);
    } catch (Throwable broken) {
      log.failure(target.id(), "could not tell whether a connection was lost", broken);
      return true;
    }
  }

  /** True if nothing is asked of the server and nothing waits to be. */
  boolean isIdle() {
    return turns.areFree();
  }

  // --- giving up and closing

  private void giveUp(CollectorTask task, Collection collection) {
    if (!collection.abandon()) {
      return;
    }
    task.component
        .engineHealth()
        .report(
            HealthStatus.DEGRADED,
            "collection_timeout",
            "took longer than " + collection.timeout().toMillis() + " ms and was given up",
            "Check whether the server is overloaded or blocked.");
    stop(task, collection);
  }

  private void stop(CollectorTask task, Collection collection) {
    Runnable action = collection.takeAbandonAction();
    if (action != null) {
      try {
        io.execute(
            () -> {
              try {
                action.run();
              } catch (Throwable failure) {
                log.failure(task.component.component(), "cancelling failed", failure);
              }
            });
      } catch (Throwable refused) {
        log.failure(task.component.component(), "the executor refused to cancel", refused);
      }
    }
    collection.interrupt();
  }

  /** Starts nothing more. */
  void stopCollecting() {
    synchronized (lock) {
      closed = true;
    }
    turns.close();
    connector.close();
  }

  /** Waits for what is in flight, then gives it up; true if nothing hangs. */
  boolean awaitCollections(Deadline deadline) throws InterruptedException {
    if (turns.awaitFree(deadline.part(0.5))) {
      return true;
    }
    for (CollectorTask task : tasks) {
      Collection collection;
      synchronized (lock) {
        collection = task.inFlight;
      }
      if (collection != null && collection.abandon()) {
        stop(task, collection);
      }
    }
    return turns.awaitFree(deadline);
  }

  /** Has the collectors say what they held back. May block; on an I/O thread. */
  void drainCollectors() {
    tasks.forEach(this::drain);
  }

  /** Takes what a collector held back. Its turns are over, so nothing else calls it. */
  private void drain(CollectorTask task) {
    TargetIdentity identity = connector.lastIdentity();
    if (identity == null) {
      return;
    }
    if (!lane.reserve()) {
      task.meter.skipped("inbox_full", 1);
      return;
    }
    long now = clock.nanoTime();
    EventBatch.Control batch = lane.open(task.key.collector());
    Collection last =
        new Collection(
            target,
            identity,
            batch,
            Permits.none(log),
            task.schedule.timeout(),
            now,
            task.meter::badRow);
    try {
      task.collector.drain(last);
      lane.deliver(batch);
    } catch (Throwable failure) {
      log.failure(task.component.component(), "draining failed", failure);
      lane.refuse(batch, COLLECTION_FAILED);
    }
  }
}
