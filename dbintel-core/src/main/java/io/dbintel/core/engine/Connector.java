package io.dbintel.core.engine;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.Explained;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.spi.Turn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a target's server is, again and again until it answers, and anew after the
 * connection was lost. Until it answers, nothing is collected. A server that another target watches
 * already is refused, with a finding.
 *
 * <p>Thread-safe.
 */
final class Connector implements Turns.Holder {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration DUPLICATE_RETRY = Duration.ofSeconds(60);
  private static final Duration FORBIDDEN_RETRY = Duration.ofSeconds(30);

  private final TargetContext context;
  private final Target target;
  private final Lane lane;
  private final Clock clock;
  private final BoundaryLog log;
  private final ServerRegistry registry;
  private final HealthReporter health;
  private final Runnable onConnected;
  private final Turns.Place place;
  private final Timer.Alarm again;
  private final Timer.Alarm impatience;
  private final Runnable asking = new Asking();
  private final Untaken untaken;

  private final Object lock = new Object();
  private volatile @Nullable TargetIdentity identity;
  private volatile @Nullable TargetIdentity lastIdentity;
  private boolean started;
  private boolean stopped;

  /** True while an executor has the asking and no thread has begun it. */
  private boolean handedOut;

  /** True if it was taken back because no thread came; the first to come then asks anew. */
  private boolean owed;

  private long deadline;
  private @Nullable Thread asker;
  private boolean duplicateTold;
  private boolean closed;

  Connector(
      TargetContext context, ServerRegistry registry, HealthReporter health, Runnable onConnected) {
    this.context = context;
    this.target = context.target();
    this.lane = context.lane();
    this.clock = context.clock();
    this.log = context.log();
    this.registry = registry;
    this.health = health;
    this.onConnected = onConnected;
    this.untaken = new Untaken(Nanos.of(context.settings().reconnectInterval()));
    // Not behind collectors of plugins: one that never returns must not keep the sampler waiting.
    this.place = context.turns().place(Turn.SESSIONS, this);
    this.again = context.timer().alarm(this::connect);
    this.impatience = context.timer().alarm(this::interrupt);
  }

  /** Who the server is; null while it is not known. */
  @Nullable TargetIdentity identity() {
    return identity;
  }

  /** Who the server was when it last said; null if it never did. */
  @Nullable TargetIdentity lastIdentity() {
    return lastIdentity;
  }

  /** Asks now, unless it is asking, or about to. */
  void connect() {
    synchronized (lock) {
      started = true;
      if (closed || identity != null) {
        return;
      }
    }
    place.requestFirst();
  }

  /** Asks now if nobody would ever: memory that ran out can have taken the wish with it. */
  void remind() {
    synchronized (lock) {
      if (!started || stopped || identity != null || again.isSet()) {
        return;
      }
    }
    connect();
  }

  /**
   * Forgets who the server is and asks anew at once, ahead of collections that wait: often one
   * connection was broken and the server is well. If it does not answer, after a while.
   */
  void lost(Throwable failure) {
    synchronized (lock) {
      if (identity == null) {
        return;
      }
      identity = null;
    }
    report(failure, "connection_lost");
    connect();
  }

  void close() {
    synchronized (lock) {
      closed = true;
      identity = null;
      if (asker != null) {
        asker.interrupt();
      }
    }
    rescue();
    again.close();
    registry.release(target.id());
  }

  /** Its alarms are not needed any more. */
  void closeAlarms() {
    impatience.close();
  }

  // --- the turn

  @Override
  public void begin() {
    synchronized (lock) {
      handedOut = true;
      owed = false;
      beginPatience();
    }
    try {
      context.io().execute(asking);
    } catch (Throwable refused) {
      // Whatever it is, it must not keep the turn, nor end the asking.
      report(refused, "identification_failed");
      rescue();
    }
  }

  /** Takes the asking back, unless a thread came for it. */
  @Override
  public void rescue() {
    synchronized (lock) {
      if (!handedOut) {
        return;
      }
      handedOut = false;
    }
    over(context.settings().reconnectInterval());
  }

  private void over(@Nullable Duration next) {
    synchronized (lock) {
      asker = null;
    }
    impatience.cancel();
    if (next != null) {
      again(next);
    }
    place.free();
    if (next == null) {
      // If it was lost meanwhile, whoever lost it found the turn taken.
      connect();
    }
  }

  /** Asks, on an I/O thread. */
  private final class Asking implements Runnable, Rescue {
    @Override
    public void run() {
      boolean mine;
      boolean late;
      synchronized (lock) {
        untaken.taken();
        mine = handedOut;
        late = owed;
        owed = false;
        if (mine) {
          handedOut = false;
          asker = Thread.currentThread();
          // Its patience begins now: a lent executor may have kept it waiting.
          beginPatience();
        }
      }
      if (late) {
        // It was taken back; but where a thread came late, the next one may come in time.
        connect();
      }
      if (!mine) {
        return;
      }
      Duration next = FORBIDDEN_RETRY;
      try {
        next = ask();
      } finally {
        end(next);
      }
    }

    private void end(@Nullable Duration next) {
      synchronized (lock) {
        asker = null;
      }
      var unused = Thread.interrupted();
      over(next);
    }

    @Override
    public void rescue() {
      boolean mine;
      synchronized (lock) {
        mine = asker == Thread.currentThread();
      }
      if (mine) {
        identity = null;
        end(context.settings().reconnectInterval());
      }
      context.turns().rescue();
    }
  }

  /** Asks who the server is; returns when to ask again, or null if that is settled. */
  private @Nullable Duration ask() {
    try {
      return answered(target.identify());
    } catch (Throwable failure) {
      // Also if it answered and the collectors could not be told.
      identity = null;
      report(failure, "identification_failed");
      boolean forbidden =
          failure instanceof Explained known && known.status() == HealthStatus.FORBIDDEN;
      return forbidden ? FORBIDDEN_RETRY : context.settings().reconnectInterval();
    }
  }

  /** Takes note of who the server is; returns when to ask again, or null if that is settled. */
  private @Nullable Duration answered(TargetIdentity answer) {
    String owner = registry.claim(answer.server(), target.id());
    if (!owner.equals(target.id())) {
      duplicate(owner);
      return DUPLICATE_RETRY;
    }
    // Before anything can be collected: a collection that fails at once has the last word.
    health.up();
    synchronized (lock) {
      if (closed) {
        registry.release(target.id());
        return null;
      }
      lane.serverIs(answer);
      identity = answer;
      lastIdentity = answer;
      duplicateTold = false;
    }
    onConnected.run();
    return null;
  }

  private void again(Duration after) {
    boolean gone = isStopped();
    synchronized (lock) {
      stopped = gone;
      if (!closed && !gone) {
        again.set(clock.nanoTime() + after.toNanos());
      }
    }
  }

  private boolean isStopped() {
    try {
      return target.isStopped();
    } catch (Throwable failure) {
      log.failure(target.id(), "could not tell whether it stopped", failure);
      return false;
    }
  }

  private void beginPatience() {
    deadline = clock.nanoTime() + PATIENCE.toNanos();
    impatience.set(deadline);
  }

  private void interrupt() {
    Duration pause;
    synchronized (lock) {
      if (clock.nanoTime() - deadline < 0) {
        // The alarm of an earlier asking can come when the next one has begun.
        impatience.set(deadline);
        return;
      }
      if (asker != null) {
        asker.interrupt();
        return;
      }
      if (!handedOut) {
        return;
      }
      // No thread came for it: whoever took it has lost it, or is stuck.
      handedOut = false;
      owed = true;
      pause = Duration.ofNanos(untaken.pause());
    }
    over(pause);
    boolean came;
    synchronized (lock) {
      came = !owed;
    }
    if (came) {
      // A thread came meanwhile, and found the turn still taken.
      connect();
    }
  }

  /** Throws nothing: what follows a report must come to pass. */
  private void report(Throwable failure, String reason) {
    log.failure(target.id(), reason, failure);
    try {
      if (failure instanceof Explained known) {
        known.reportTo(health);
      } else {
        health.report(
            HealthStatus.DOWN,
            reason,
            "the server did not answer (" + failure.getClass().getName() + ")",
            "Check that the server runs and can be reached from here; it is tried again by itself.");
      }
    } catch (Throwable untold) {
      log.failure(target.id(), "could not say how it is", untold);
    }
  }

  private void duplicate(String owner) {
    String message = "is the same server as target '" + owner + "', which already watches it";
    String remedy = "Remove one of the two targets.";
    health.report(HealthStatus.DOWN, "duplicate_target", message, remedy);
    synchronized (lock) {
      if (duplicateTold) {
        return;
      }
      duplicateTold = true;
    }
    lane.execute(
        () -> {
          EventBatch.Control batch = lane.open("engine");
          DbEvent finding = batch.batch().add(EventTypes.FINDING);
          finding.set(Attributes.FINDING_CODE, "duplicate_target");
          finding.set(Attributes.FINDING_MESSAGE, "Target '" + target.id() + "' " + message + ".");
          finding.set(Attributes.FINDING_REMEDY, remedy);
          lane.process(batch, 0);
        });
  }
}
