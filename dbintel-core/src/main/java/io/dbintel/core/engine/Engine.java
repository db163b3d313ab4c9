package io.dbintel.core.engine;

import io.dbintel.core.engine.EngineLife.State;
import io.dbintel.core.report.Health;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private final EngineSpec spec;
  private final BoundaryLog log;
  private final HealthBoard board;
  private final Components components;
  private final Timer timer;
  private final Timer.Alarm ticking;
  private final Timer.Alarm writing;
  private final Threads threads;
  private final OwnPools pools;
  private final ExportHub exports = new ExportHub();
  private final ServerRegistry registry = new ServerRegistry();
  private final List<CollectionGuard> guards = new ArrayList<>();
  private final OverheadBudget budget;
  private final EngineLife life = new EngineLife();
  private final Roster roster = new Roster(life);

  /** Of the timer, once it runs. */
  private long nextTick;

  private long nextWrite;

  private @Nullable TargetFactory factory;
  private @Nullable StateKeeper states;

  /** An engine that does nothing until it is started. */
  public Engine(EngineSpec spec) {
    this.spec = spec;
    this.log = new BoundaryLog(spec.logger(), spec.clock(), spec.name());
    this.board = new HealthBoard(spec.clock());
    this.components =
        new Components(
            spec.name(),
            spec.clock(),
            spec.vocabulary(),
            spec.randoms(),
            board,
            log,
            this::metrics);
    this.timer = new Timer(spec.clock(), log);
    this.ticking = timer.alarm(this::tick);
    this.writing = timer.alarm(this::writeStates);
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
    if (!life.move(State.NEW, State.STARTING)) {
      throw new IllegalStateException(
          "["
              + spec.name()
              + "] is "
              + life.state()
              + "; an instance is started once, so build a new one to start anew");
    }
    try {
      open();
      if (!life.move(State.STARTING, State.RUNNING)) {
        throw new IllegalStateException("closed while it started");
      }
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
    EarlyClasses.begin();
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
        new TargetFactory(
            spec, components, timer, cpu, io, guards, exports, keeper, registry, threads, log);
    factory = targets;
    for (Target target : spec.targets()) {
      TargetUnit unit = targets.create(target);
      roster.put(unit);
    }
    exports.start(threads.role("export"));
    threads.role("timer").newThread(timer::run).start();
    roster.units().forEach(targets::start);
    long now = spec.clock().nanoTime();
    nextTick = now + TICK_NANOS;
    ticking.set(nextTick);
    nextWrite = now + Nanos.of(spec.settings().stateInterval());
    writing.set(nextWrite);
  }

  private void undo() {
    closeWithin(Deadline.after(spec.settings().closeTimeout()));
  }

  // --- time

  private void tick() {
    // The next one first: whatever a tick meets, it must not be the last.
    nextTick = Math.max(nextTick + TICK_NANOS, spec.clock().nanoTime());
    ticking.set(nextTick);
    pools.remind();
    for (TargetUnit unit : roster.units()) {
      unit.runtime().tick();
    }
  }

  private void writeStates() {
    long interval = Nanos.of(spec.settings().stateInterval());
    nextWrite = Math.max(nextWrite + interval, spec.clock().nanoTime());
    writing.set(nextWrite);
    TargetFactory targets = factory;
    if (targets != null) {
      roster.units().forEach(targets::writeStates);
    }
  }

  private void scheduleLanes() {
    for (TargetUnit unit : roster.units()) {
      unit.runtime().lane().schedule();
    }
  }

  // --- targets

  /** The targets that are there; before the start, those it will start with. */
  public List<Target> targets() {
    return life.state() == EngineLife.State.NEW
        ? spec.targets()
        : roster.units().stream().map(unit -> unit.runtime().target()).toList();
  }

  /**
   * Adds a target and starts to collect from it.
   *
   * @throws IllegalStateException if the engine does not run or the target could not be opened
   * @throws IllegalArgumentException if there is a target of that id
   */
  public void add(Target target) {
    TargetFactory targets = running();
    if (!roster.reserve(target.id())) {
      throw new IllegalArgumentException(
          "[" + spec.name() + "] has a target '" + target.id() + "' already");
    }
    // Opening may take its time, and nobody else should wait for it.
    TargetUnit unit;
    try {
      unit = targets.create(target);
    } catch (Exception failure) {
      roster.release(target.id());
      throw new IllegalStateException(
          "["
              + spec.name()
              + " / "
              + target.id()
              + "] could not be opened: "
              + BoundaryLog.describe(failure));
    }
    if (!roster.arrive(target.id(), unit)) {
      closing(deadline -> targets.close(List.of(unit), deadline));
      throw new IllegalStateException(
          "[" + spec.name() + "] was closed while target '" + target.id() + "' was added");
    }
    targets.start(unit);
  }

  /**
   * Stops to collect from a target, hands over what it gave and closes it. Blocks the caller, at
   * most for the closing deadline. Until it is done the id is taken and the ledger shows the
   * target.
   *
   * @return false if there is none of that id, or it is being removed already
   */
  public boolean remove(String id) {
    TargetFactory targets = running();
    TargetUnit unit = roster.depart(id);
    if (unit == null) {
      return false;
    }
    closing(deadline -> targets.close(List.of(unit), deadline));
    unit.books().seal(ExportQueue.CLOSED);
    forget(id);
    roster.gone(id);
    return true;
  }

  private void forget(String id) {
    for (CollectionGuard guard : guards) {
      try {
        guard.forget(id);
      } catch (Throwable failure) {
        log.failure("guards", "forgetting a target failed", failure);
      }
    }
    Objects.requireNonNull(states).forget(id);
    components.remove(id);
  }

  private TargetFactory running() {
    if (!life.isRunning()) {
      throw new IllegalStateException(
          "[" + spec.name() + "] is " + life.state() + "; targets come and go while it is RUNNING");
    }
    return Objects.requireNonNull(factory);
  }

  // --- what a host is told

  /** How every component is. */
  public Health health() {
    return new Health(spec.name(), life.state().name(), board.all());
  }

  /** Where every event went. */
  public Ledger ledger() {
    return new Ledger(roster.pages(), exports.pages());
  }

  /** The instance's own numbers. */
  public List<SelfMetric> metrics() {
    List<SelfMetric> metrics = new ArrayList<>();
    EngineMetrics own = new EngineMetrics(metrics);
    own.addLedger(ledger());
    exports.workers().forEach(worker -> own.addQueue(worker.queue()));
    long now = spec.clock().nanoTime();
    roster.units().forEach(unit -> own.addTarget(unit.runtime(), budget, now));
    components.addMetricsTo(metrics);
    return metrics;
  }

  /** True if nothing is collected, processed or exported right now. */
  public boolean isQuiet() {
    for (TargetUnit unit : roster.units()) {
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
    for (TargetUnit unit : roster.units()) {
      if (!unit.runtime().isIdle()) {
        return false;
      }
    }
    return timer.isIdle() && isQuiet();
  }

  /** How many events really wait in inboxes, beside what the ledger says is pending. */
  public long waitingInLanes() {
    return roster.units().stream().mapToLong(unit -> unit.runtime().lane().waitingEvents()).sum();
  }

  /** How many events really wait for exporters or are on their way out. */
  public long waitingForExport() {
    return exports.workers().stream()
        .mapToLong(worker -> (long) worker.queue().size() + worker.queue().inFlight())
        .sum();
  }

  // --- closing

  /**
   * Drains and closes everything; the caller has its thread back within the deadline, whatever
   * plugins do. Idempotent; never throws. An interrupt of the caller is kept for later.
   */
  public void close() {
    if (life.move(State.NEW, State.CLOSED)) {
      return;
    }
    if (life.move(State.STARTING, State.CLOSING)) {
      // The thread that starts sees that it is not wanted any more, and closes what it opened.
      life.awaitEnd(Deadline.after(spec.settings().closeTimeout()));
      return;
    }
    if (life.move(State.RUNNING, State.CLOSING)) {
      closeWithin(Deadline.after(spec.settings().closeTimeout()));
    }
  }

  private void closeWithin(Deadline deadline) {
    try {
      threads.runWithin(deadline, "close", () -> closeRunning(deadline));
      for (TargetUnit unit : roster.units()) {
        unit.books().seal(ExportQueue.CLOSED);
      }
      exports.seal();
    } finally {
      life.end();
    }
  }

  private void closing(Closing work) {
    Deadline deadline = Deadline.after(spec.settings().closeTimeout());
    threads.runWithin(
        deadline,
        "close",
        () -> {
          try {
            work.within(deadline);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Something that closes, within a deadline. */
  private interface Closing {
    void within(Deadline deadline) throws InterruptedException;
  }

  /** On a thread of its own, which nobody interrupts. Each step runs whatever the others do. */
  private void closeRunning(Deadline deadline) {
    List<TargetUnit> all = roster.units();
    TargetFactory targets = factory;
    if (targets != null) {
      step(() -> targets.close(all, deadline.part(0.6)));
    }
    for (TargetUnit unit : all) {
      unit.books().seal(ExportQueue.CLOSED);
    }
    step(() -> exports.close(deadline.part(0.9), log));
    timer.close();
    step(this::closeGuards);
    StateKeeper keeper = states;
    if (keeper != null) {
      step(keeper::close);
    }
    step(components::closeShared);
    step(() -> pools.shutDown(deadline));
  }

  private void step(Step step) {
    try {
      step.run();
    } catch (Throwable failure) {
      log.failure("engine", "a step of closing failed", failure);
    }
  }

  /** A step of closing. */
  private interface Step {
    void run() throws Exception;
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
