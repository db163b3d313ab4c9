package io.dbintel.core.engine;

import io.dbintel.core.report.Health;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.report.SelfMetric;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The machinery of one dbintel instance. {@link io.dbintel.core.DbIntel} is its only user; it is
 * public because Java has no visibility between packages of one module.
 *
 * <p>Thread-safe. Building one touches nothing; {@link #start()} opens, {@link #close()} closes.
 */
public final class Engine {
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration BUDGET_PATIENCE = Duration.ofMinutes(10);

  private enum State {
    NEW,
    STARTING,
    RUNNING,
    CLOSING,
    CLOSED
  }

  private final EngineSpec spec;
  private final BoundaryLog log;
  private final HealthBoard board;
  private final Components components;
  private final Timer timer;
  private final Threads threads;
  private final OwnPools pools;
  private final ExportHub exports = new ExportHub();
  private final ServerRegistry registry = new ServerRegistry();
  private final List<CollectionGuard> guards = new ArrayList<>();
  private final OverheadBudget budget;
  private final Object lock = new Object();
  private final Map<String, TargetUnit> units = new LinkedHashMap<>();
  private final LaneBooks removed = new LaneBooks("(removed)");

  private volatile State state = State.NEW;
  private boolean exportsStarted;
  private boolean anyRemoved;
  private @Nullable TargetFactory factory;
  private @Nullable StateKeeper states;

  /** An engine that does nothing until it is started. */
  public Engine(EngineSpec spec) {
    this.spec = spec;
    this.log = new BoundaryLog(spec.logger(), spec.clock(), spec.name());
    this.board = new HealthBoard(spec.clock());
    this.components =
        new Components(spec.name(), spec.clock(), spec.vocabulary(), spec.randoms(), board, log);
    this.timer = new Timer(spec.clock(), log);
    this.threads = new Threads(spec.name(), spec.loader());
    this.pools = new OwnPools(threads);
    this.budget = new OverheadBudget(spec.settings().overheadRatio(), BUDGET_PATIENCE);
  }

  /**
   * Opens the components and starts to collect.
   *
   * @throws IllegalStateException if it was started before, or a component could not be opened;
   *     then what was opened is closed again
   */
  public void start() {
    if (!move(State.NEW, State.STARTING)) {
      throw new IllegalStateException(
          "["
              + spec.name()
              + "] is "
              + state
              + "; an instance is started once, so build a new one to start anew");
    }
    try {
      open();
      state = State.RUNNING;
    } catch (Throwable failure) {
      undo();
      throw new IllegalStateException(
          "["
              + spec.name()
              + "] could not start: "
              + BoundaryLog.describe(failure)
              + "; everything that was opened is closed again");
    }
  }

  private void open() throws Exception {
    exports.open(spec.exporters(), components, timer, log, this::scheduleLanes);
    guards.add(budget);
    for (Plans.GuardPlan<?> plan : spec.guards()) {
      guards.add(plan.create(components.ready("guard/" + plan.provider().name())));
    }
    Plans.StateStorePlan storePlan = spec.stateStore();
    StateStore store =
        storePlan == null
            ? null
            : storePlan.factory().apply(components.ready("state/" + storePlan.name()));
    StateKeeper keeper =
        new StateKeeper(store, spec.name(), spec.settings().stateTimeToLive(), log);
    states = keeper;
    Executor cpu = spec.cpu() != null ? spec.cpu() : pools.cpu(spec.settings().cpuThreads());
    Executor io = spec.io() != null ? spec.io() : pools.io();
    TargetFactory targets =
        new TargetFactory(spec, components, timer, cpu, io, guards, exports, keeper, registry, log);
    factory = targets;
    for (Target target : spec.targets()) {
      units.put(target.id(), targets.create(target));
    }
    exports.start(threads.role("export"));
    exportsStarted = true;
    threads.role("timer").newThread(timer::run).start();
    for (TargetUnit unit : units.values()) {
      targets.start(unit);
    }
    long now = spec.clock().nanoTime();
    timer.at(now + TICK_NANOS, () -> tick(now + TICK_NANOS));
    long interval = spec.settings().stateInterval().toNanos();
    timer.at(now + interval, () -> writeStates(now + interval));
  }

  private boolean move(State from, State to) {
    synchronized (lock) {
      if (state != from) {
        return false;
      }
      state = to;
      return true;
    }
  }

  private void undo() {
    try {
      closeRunning(Deadline.after(spec.settings().closeTimeout()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      state = State.CLOSED;
    }
  }

  // --- time

  private void tick(long planned) {
    for (TargetUnit unit : units()) {
      unit.runtime().lane().tick();
    }
    long next = Math.max(planned + TICK_NANOS, spec.clock().nanoTime());
    timer.at(next, () -> tick(next));
  }

  private void writeStates(long planned) {
    TargetFactory targets = factory;
    if (targets != null) {
      for (TargetUnit unit : units()) {
        targets.writeStates(unit);
      }
    }
    long next =
        Math.max(planned + spec.settings().stateInterval().toNanos(), spec.clock().nanoTime());
    timer.at(next, () -> writeStates(next));
  }

  private void scheduleLanes() {
    for (TargetUnit unit : units()) {
      unit.runtime().lane().schedule();
    }
  }

  private List<TargetUnit> units() {
    synchronized (lock) {
      return List.copyOf(units.values());
    }
  }

  // --- targets

  /**
   * Adds a target and starts to collect from it.
   *
   * @throws IllegalStateException if the engine does not run or the target could not be opened
   * @throws IllegalArgumentException if there is a target of that id
   */
  public void add(Target target) {
    requireRunning();
    TargetFactory targets = Objects.requireNonNull(factory);
    synchronized (lock) {
      if (units.containsKey(target.id())) {
        throw new IllegalArgumentException(
            "[" + spec.name() + "] has a target '" + target.id() + "' already");
      }
      TargetUnit unit;
      try {
        unit = targets.create(target);
      } catch (Exception failure) {
        throw new IllegalStateException(
            "["
                + spec.name()
                + " / "
                + target.id()
                + "] could not be opened: "
                + BoundaryLog.describe(failure));
      }
      units.put(target.id(), unit);
      targets.start(unit);
    }
  }

  /**
   * Stops to collect from a target, hands over what it gave and closes it.
   *
   * @return false if there is none of that id
   */
  public boolean remove(String id) {
    requireRunning();
    TargetUnit unit;
    synchronized (lock) {
      unit = units.remove(id);
    }
    if (unit == null) {
      return false;
    }
    Deadline deadline = Deadline.after(spec.settings().closeTimeout());
    try {
      Objects.requireNonNull(factory).close(List.of(unit), deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lock) {
      unit.books().seal(ExportQueue.CLOSED);
      removed.absorb(unit.books().page());
      anyRemoved = true;
    }
    for (CollectionGuard guard : guards) {
      try {
        guard.forget(id);
      } catch (Throwable failure) {
        log.failure("guards", "forgetting a target failed", failure);
      }
    }
    Objects.requireNonNull(states).forget(id);
    components.remove(id);
    return true;
  }

  private void requireRunning() {
    if (state != State.RUNNING) {
      throw new IllegalStateException(
          "[" + spec.name() + "] is " + state + "; targets come and go while it is RUNNING");
    }
  }

  // --- what a host is told

  /** How every component is. */
  public Health health() {
    return new Health(spec.name(), state.name(), board.all());
  }

  /** Where every event went. */
  public Ledger ledger() {
    List<Ledger.LanePage> lanes = new ArrayList<>();
    synchronized (lock) {
      units.values().forEach(unit -> lanes.add(unit.books().page()));
      if (anyRemoved) {
        lanes.add(removed.page());
      }
    }
    return new Ledger(lanes, exports.pages());
  }

  /** The instance's own numbers. */
  public List<SelfMetric> metrics() {
    List<SelfMetric> metrics = new ArrayList<>();
    EngineMetrics.add(metrics, units(), ledger(), exports.workers(), budget);
    components.addMetricsTo(metrics);
    return metrics;
  }

  /** True if nothing is collected, processed or exported right now. */
  public boolean isQuiet() {
    for (TargetUnit unit : units()) {
      if (!unit.runtime().lane().isIdle()) {
        return false;
      }
    }
    for (ExportWorker worker : exports.workers()) {
      if (worker.queue().size() > 0 || worker.queue().inFlight() > 0) {
        return false;
      }
    }
    return true;
  }

  /** True if it is quiet and nothing is due, so that only time can make something happen. */
  public boolean isSettled() {
    for (TargetUnit unit : units()) {
      if (!unit.runtime().isIdle()) {
        return false;
      }
    }
    return timer.isIdle() && isQuiet();
  }

  /** How many events really wait in inboxes, beside what the ledger says is pending. */
  public long waitingInLanes() {
    return units().stream().mapToLong(unit -> unit.runtime().lane().waitingEvents()).sum();
  }

  /** How many events really wait for exporters or are on their way out. */
  public long waitingForExport() {
    return exports.workers().stream()
        .mapToLong(worker -> (long) worker.queue().size() + worker.queue().inFlight())
        .sum();
  }

  // --- closing

  /** Drains and closes everything within the deadline. Idempotent; never throws. */
  public void close() {
    if (move(State.NEW, State.CLOSED) || !move(State.RUNNING, State.CLOSING)) {
      return;
    }
    try {
      closeRunning(Deadline.after(spec.settings().closeTimeout()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable failure) {
      log.failure("engine", "closing failed", failure);
    } finally {
      state = State.CLOSED;
    }
  }

  private void closeRunning(Deadline deadline) throws InterruptedException {
    List<TargetUnit> all = units();
    try {
      if (factory != null) {
        factory.close(all, deadline.part(0.6));
      }
      for (TargetUnit unit : all) {
        unit.books().seal(ExportQueue.CLOSED);
      }
      if (exportsStarted) {
        exports.close(deadline.part(0.9));
      } else {
        exports.closeUnstarted(log);
      }
    } finally {
      timer.close();
      closeGuards();
      if (states != null) {
        states.close();
      }
      components.closeShared();
      pools.shutDown(deadline);
    }
  }

  private void closeGuards() {
    for (CollectionGuard guard : guards) {
      try {
        guard.close();
      } catch (Throwable failure) {
        log.failure("guards", "closing failed", failure);
      }
    }
  }
}
