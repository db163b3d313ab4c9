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
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a target's server is, again and again until it answers, and anew after the
 * connection was lost. Until it answers, nothing is collected. A server that another target watches
 * already is refused, with a finding.
 *
 * <p>Thread-safe.
 */
final class Connector {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration DUPLICATE_RETRY = Duration.ofSeconds(60);
  private static final Duration FORBIDDEN_RETRY = Duration.ofSeconds(30);

  private final Target target;
  private final Lane lane;
  private final Turns turns;
  private final ServerRegistry registry;
  private final Timer timer;
  private final Clock clock;
  private final Executor io;
  private final Duration retry;
  private final BoundaryLog log;
  private final HealthReporter health;
  private final Runnable onConnected;

  private final Object lock = new Object();
  private volatile @Nullable TargetIdentity identity;
  private volatile @Nullable TargetIdentity lastIdentity;
  private @Nullable Thread asking;
  private boolean wanted;
  private boolean duplicateTold;
  private boolean closed;

  Connector(
      Target target,
      Lane lane,
      Turns turns,
      ServerRegistry registry,
      Timer timer,
      Clock clock,
      Executor io,
      Duration retry,
      BoundaryLog log,
      HealthReporter health,
      Runnable onConnected) {
    this.target = target;
    this.lane = lane;
    this.turns = turns;
    this.registry = registry;
    this.timer = timer;
    this.clock = clock;
    this.io = io;
    this.retry = retry;
    this.log = log;
    this.health = health;
    this.onConnected = onConnected;
  }

  /** Who the server is; null while it is not known. */
  @Nullable TargetIdentity identity() {
    return identity;
  }

  /** Who the server was when it last said; null if it never did. */
  @Nullable TargetIdentity lastIdentity() {
    return lastIdentity;
  }

  /** Asks now, unless it is about to ask anyway. */
  void connect() {
    synchronized (lock) {
      if (closed || wanted) {
        return;
      }
      wanted = true;
    }
    turns.requestFirst(Turn.GENERAL, this::begin);
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
      if (asking != null) {
        asking.interrupt();
      }
    }
    registry.release(target.id());
  }

  private void begin() {
    try {
      io.execute(this::ask);
    } catch (Throwable refused) {
      // Whatever it is, it must not keep the turn, nor end the asking.
      report(refused, "identification_failed");
      turns.free(Turn.GENERAL);
      again(retry);
    }
  }

  private void ask() {
    synchronized (lock) {
      asking = Thread.currentThread();
    }
    Timer.Entry impatience =
        timer.at(clock.nanoTime() + PATIENCE.toNanos(), this::interruptIfAsking);
    Duration next = null;
    try {
      next = answered(target.identify());
    } catch (Throwable failure) {
      report(failure, "identification_failed");
      boolean forbidden =
          failure instanceof Explained known && known.status() == HealthStatus.FORBIDDEN;
      next = forbidden ? FORBIDDEN_RETRY : retry;
    } finally {
      impatience.cancel();
      synchronized (lock) {
        asking = null;
      }
      Thread.interrupted();
      turns.free(Turn.GENERAL);
    }
    if (next != null) {
      again(next);
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
      // From here on whoever loses the connection asks anew, also before this asking has ended.
      wanted = false;
    }
    onConnected.run();
    return null;
  }

  private void again(Duration after) {
    synchronized (lock) {
      wanted = false;
      if (closed || isStopped()) {
        return;
      }
    }
    timer.at(clock.nanoTime() + after.toNanos(), this::connect);
  }

  private boolean isStopped() {
    try {
      return target.isStopped();
    } catch (Throwable failure) {
      log.failure(target.id(), "could not tell whether it stopped", failure);
      return false;
    }
  }

  private void interruptIfAsking() {
    synchronized (lock) {
      if (asking != null) {
        asking.interrupt();
      }
    }
  }

  private void report(Throwable failure, String reason) {
    log.failure(target.id(), reason, failure);
    if (failure instanceof Explained known) {
      known.reportTo(health);
    } else {
      health.report(
          HealthStatus.DOWN,
          reason,
          "the server did not answer (" + failure.getClass().getName() + ")",
          "Check that the server runs and can be reached from here; it is tried again by itself.");
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
