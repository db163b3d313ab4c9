package io.dbintel.core.engine;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.TargetIdentity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A collector of one target in time: when it is due, whether it may begin, when it is given up. The
 * timer calls {@link #due} and {@link #timeUp}; whoever freed the turn calls {@link #begin}; what
 * comes of it is a {@link CollectionRun}. Nothing here blocks.
 *
 * <p>Thread-safe. What a turn holds (a place in the lane, a collection) is in its fields, so that
 * it can be given back wherever it broke off.
 */
final class CollectorTurn implements Turns.Holder {
  static final String NOT_STARTED = "not_started";
  private static final String NOT_CONNECTED = "not_connected";
  static final String INBOX_FULL = "inbox_full";

  /** A turn is near that is this part of an interval away. */
  private static final int NEAR = 4;

  private final CollectorTask task;
  private final TargetContext context;
  private final Connector connector;
  private final Turns.Place place;
  private final Timer.Alarm due;
  private final Timer.Alarm timeUp;
  private final long interval;
  private final Untaken untaken;

  private boolean scheduled;
  private boolean missedServer;
  private boolean closed;
  private long dueAt;
  private long wantedAt;
  private long notBefore;
  private String refusal = "";
  private boolean reserved;
  private long deadline;
  private @Nullable CollectionRun inFlight;

  CollectorTurn(CollectorTask task, TargetContext context, Connector connector) {
    this.task = task;
    this.context = context;
    this.connector = connector;
    this.interval = task.schedule.interval().toNanos();
    this.untaken = new Untaken(interval);
    this.place = context.turns().place(task.key.turn(), this);
    this.due = context.timer().alarm(this::due);
    this.timeUp = context.timer().alarm(this::timeUp);
  }

  CollectorTask task() {
    return task;
  }

  Duration interval() {
    return task.schedule.interval();
  }

  // --- when it is due

  /** True once it has its first time. */
  synchronized boolean isScheduled() {
    return scheduled;
  }

  /** Gives it its first time, so long from now. */
  synchronized void schedule(long phaseNanos) {
    if (!closed) {
      scheduled = true;
      dueAt = context.clock().nanoTime() + phaseNanos;
      due.set(dueAt);
    }
  }

  /** True if a collection is under way or waits for its turn. */
  boolean isActive() {
    return place.isTaken();
  }

  private void due() {
    context.turns().rescue();
    long now = context.clock().nanoTime();
    synchronized (this) {
      if (closed) {
        return;
      }
      if (now - dueAt < 0) {
        due.set(dueAt);
        return;
      }
      long planned = dueAt;
      advance(now);
      String hindrance = hindrance(now);
      if (hindrance != null) {
        task.meter.skipped(hindrance, 1);
        return;
      }
      wantedAt = planned;
    }
    place.request();
  }

  /** Plans the next time; what was missed is skipped and counted, never piled up. */
  private void advance(long now) {
    dueAt += interval;
    long behind = now - dueAt;
    long missed = behind < 0 ? 0 : behind / interval + 1;
    dueAt += missed * interval;
    // Before anything that may fail.
    due.set(dueAt);
    if (missed > 0) {
      task.meter.skipped("late", missed);
    }
  }

  private @Nullable String hindrance(long now) {
    if (isActive()) {
      return "overlap";
    }
    if (connector.identity() == null) {
      missedServer = true;
      return NOT_CONNECTED;
    }
    return now - notBefore < 0 && !refusal.isEmpty() ? refusal : null;
  }

  /**
   * A turn that found no server is taken now and not an interval later, unless the next one is near
   * or a guard said for how long not to ask.
   */
  void catchUp() {
    synchronized (this) {
      long now = context.clock().nanoTime();
      boolean near = dueAt - now < interval / NEAR;
      if (closed || !missedServer || near || hindrance(now) != null) {
        return;
      }
      missedServer = false;
      wantedAt = now;
    }
    place.request();
  }

  // --- when its turn comes, on whatever thread freed the turn

  @Override
  public void begin() {
    String reason;
    try {
      reason = admit(context.clock().nanoTime());
    } catch (Throwable failure) {
      reason = notStarted(failure);
    }
    if (reason == null) {
      return;
    }
    boolean unconnected = reason.equals(NOT_CONNECTED);
    try {
      task.meter.skipped(reason, 1);
    } catch (OutOfMemoryError uncounted) {
      // The turn must be free again.
    }
    synchronized (this) {
      missedServer |= unconnected;
    }
    place.free();
    if (unconnected && connector.identity() != null) {
      // It answered between the two looks, and may have been told of no missed turn.
      catchUp();
    }
  }

  /** Starts the collection; or returns why it must not start. */
  private @Nullable String admit(long now) {
    TargetIdentity identity = connector.identity();
    if (identity == null) {
      return NOT_CONNECTED;
    }
    if (!context.lane().reserve()) {
      return INBOX_FULL;
    }
    reserved = true;
    Permits.Answer answer = Permits.ask(context.guards(), task.key, now, context.log());
    if (answer.permits() == null) {
      release();
      return refused(now, answer);
    }
    try {
      return launch(identity, answer.permits(), now) ? null : NOT_STARTED;
    } catch (Throwable failure) {
      answer.permits().unused();
      release();
      return notStarted(failure);
    }
  }

  /** False if it could not be started, and all is given back. */
  private boolean launch(TargetIdentity identity, Permits permits, long now) {
    Duration timeout = permits.timeout(task.schedule.timeout());
    EventBatch.Control batch = context.lane().open(task.key.collector());
    Collection collection =
        new Collection(
            context.target(), identity, batch, permits, timeout, now, task.meter::badRow);
    CollectionRun run = new CollectionRun(this, collection, context, connector);
    synchronized (this) {
      missedServer = false;
      refusal = "";
      inFlight = run;
      reserved = false;
      deadline = now + Nanos.of(timeout);
      timeUp.set(deadline);
    }
    try {
      task.meter.late(now - wantedAt);
      context.io().execute(run);
      return true;
    } catch (Throwable failure) {
      // One that fails may have taken it all the same.
      if (!collection.withdraw()) {
        return true;
      }
      var unused = notStarted(failure);
      forget(run);
      run.neverRan();
      return false;
    }
  }

  private void release() {
    if (reserved) {
      reserved = false;
      context.lane().release();
    }
  }

  /** Whatever keeps a collection from starting must not keep its turn. */
  private String notStarted(Throwable failure) {
    context.log().failure(task.component.component(), "a collection could not be started", failure);
    try {
      tellNotStarted(
          "the last collection could not be started (" + failure.getClass().getName() + ")");
    } catch (OutOfMemoryError untold) {
      // It is told when it is so again.
    }
    return NOT_STARTED;
  }

  private void tellNotStarted(String message) {
    task.component
        .engineHealth()
        .report(
            HealthStatus.DEGRADED,
            NOT_STARTED,
            message,
            "If the host lends executors, check that they accept work and have threads for it; else"
                + " check memory and threads.");
  }

  private String refused(long now, Permits.Answer answer) {
    String reason = answer.refused() == null ? "refused" : answer.refused().reason();
    Duration after = answer.refused() == null ? Duration.ZERO : answer.refused().retryAfter();
    synchronized (this) {
      refusal = reason;
      notBefore = now + Nanos.of(after);
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

  // --- when it ends

  /** The collection is over and settled: the turn is free. Takes no memory. */
  void ended(CollectionRun run) {
    if (forget(run)) {
      place.free();
    }
  }

  private synchronized boolean forget(CollectionRun run) {
    if (inFlight != run) {
      return false;
    }
    inFlight = null;
    timeUp.cancel();
    return true;
  }

  /** A beginning broke off. */
  @Override
  public void rescue() {
    CollectionRun run;
    synchronized (this) {
      run = inFlight;
    }
    if (run == null) {
      release();
      place.free();
    } else if (run.collection().withdraw()) {
      run.neverRan();
    }
  }

  private void timeUp() {
    CollectionRun run;
    synchronized (this) {
      run = inFlight;
      if (run == null) {
        return;
      }
      if (context.clock().nanoTime() - deadline < 0) {
        timeUp.set(deadline);
        return;
      }
    }
    giveUp(run, true);
  }

  /** Gives up what is in flight, because dbintel closes. */
  void abandon() {
    CollectionRun run;
    synchronized (this) {
      run = inFlight;
    }
    if (run != null) {
      giveUp(run, false);
    }
  }

  private void giveUp(CollectionRun run, boolean tell) {
    if (withdraw(run)) {
      notTaken(run, tell);
      return;
    }
    if (!run.collection().abandon()) {
      return;
    }
    try {
      if (tell) {
        tellTimeout(run.collection());
      }
    } finally {
      stop(run.collection());
    }
  }

  /** Takes back a collection for which no thread came, and asks for none for a while. */
  private synchronized boolean withdraw(CollectionRun run) {
    if (!run.collection().withdraw()) {
      return false;
    }
    refusal = NOT_STARTED;
    notBefore = context.clock().nanoTime() + untaken.pause();
    return true;
  }

  /** No thread came for it, and if one comes it will find nothing to do. */
  private void notTaken(CollectionRun run, boolean tell) {
    try {
      if (tell) {
        task.meter.skipped(NOT_STARTED, 1);
        tellNotStarted("no thread came for the last collection");
      }
    } finally {
      run.neverRan();
    }
  }

  /** A thread came for a collection, in time or not: those that are due may be handed over. */
  synchronized void taken() {
    untaken.taken();
    if (refusal.equals(NOT_STARTED)) {
      refusal = "";
    }
  }

  private void tellTimeout(Collection collection) {
    task.component
        .engineHealth()
        .report(
            HealthStatus.DEGRADED,
            "collection_timeout",
            "took longer than " + collection.timeout().toMillis() + " ms and was given up",
            "Check whether the server is overloaded or blocked.");
  }

  private void stop(Collection collection) {
    Runnable action = collection.takeAbandonAction();
    if (action != null) {
      try {
        context.io().execute(() -> cancel(action));
      } catch (Throwable refused) {
        context
            .log()
            .failure(task.component.component(), "the executor refused to cancel", refused);
      }
    }
    collection.interrupt();
  }

  private void cancel(Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) {
      context.log().failure(task.component.component(), "cancelling failed", failure);
    }
  }

  /** Starts nothing more; what is in flight can still be given up. */
  synchronized void close() {
    closed = true;
    due.close();
  }

  /** Its alarms are not needed any more. */
  void closeAlarms() {
    timeUp.close();
  }
}
