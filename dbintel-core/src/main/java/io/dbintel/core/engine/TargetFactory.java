package io.dbintel.core.engine;

import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Makes, starts and closes targets with all that belongs to them. Thread-safe. */
final class TargetFactory {
  private final EngineSpec spec;
  private final Components components;
  private final Timer timer;
  private final Executor cpu;
  private final Executor io;
  private final List<CollectionGuard> guards;
  private final Exports exports;
  private final StateKeeper states;
  private final ServerRegistry registry;
  private final Threads threads;
  private final BoundaryLog log;

  TargetFactory(
      EngineSpec spec,
      Components components,
      Timer timer,
      Executor cpu,
      Executor io,
      List<CollectionGuard> guards,
      Exports exports,
      StateKeeper states,
      ServerRegistry registry,
      Threads threads,
      BoundaryLog log) {
    this.spec = spec;
    this.components = components;
    this.timer = timer;
    this.cpu = cpu;
    this.io = io;
    this.guards = guards;
    this.exports = exports;
    this.states = states;
    this.registry = registry;
    this.threads = threads;
    this.log = log;
  }

  /** Opens a target and makes its stages and collectors; closes all again if one fails. */
  TargetUnit create(Target target) throws Exception {
    Components.Component component = components.waiting(target.id());
    List<Runnable> closers = new ArrayList<>();
    closers.add(target::close);
    try {
      target.open(component);
      List<Stage> stages = stages(target, closers);
      List<CollectorTask> tasks = tasks(target, closers);
      LaneBooks books = new LaneBooks(target.id());
      Lane lane =
          new Lane(target.id(), stages, books, exports, cpu, spec.clock(), log, spec.settings());
      return new TargetUnit(
          new TargetRuntime(
              new TargetContext(
                  target,
                  lane,
                  new Turns(),
                  guards,
                  timer,
                  spec.clock(),
                  io,
                  states,
                  log,
                  spec.settings()),
              tasks,
              registry,
              component),
          books);
    } catch (Throwable failure) {
      for (int i = closers.size() - 1; i >= 0; i--) {
        quietly(target.id(), closers.get(i));
      }
      components.remove(target.id());
      throw failure;
    }
  }

  private List<Stage> stages(Target target, List<Runnable> closers) {
    List<Stage> stages = new ArrayList<>();
    for (Plans.StagePlan<?> plan : spec.stages()) {
      String name = plan.provider().name();
      Components.Component component = components.ready(target.id() + "/" + name);
      Processor processor = plan.create(component);
      closers.add(processor::close);
      stages.add(new Stage(name, processor, plan.contract().onError(), component, log));
    }
    return stages;
  }

  private List<CollectorTask> tasks(Target target, List<Runnable> closers) {
    List<CollectorTask> tasks = new ArrayList<>();
    for (Plans.CollectorPlan<?> plan : spec.collectors()) {
      if (!plan.provider().targetTypes().contains(target.type())) {
        continue;
      }
      String name = plan.provider().name();
      Components.Component component = components.waiting(target.id() + "/" + name);
      Collector collector = plan.create(target, component);
      closers.add(collector::close);
      tasks.add(
          new CollectorTask(
              new CollectionKey(target.id(), name, plan.provider().turn()),
              collector,
              plan.provider().scope(),
              plan.schedule(),
              component));
    }
    return tasks;
  }

  /** Restores what stages and collectors left, and then begins to collect. */
  void start(TargetUnit unit) {
    unit.runtime().restoreAndStart();
  }

  /** Takes the stages' state in the lane's turn and writes it elsewhere. */
  void writeStates(TargetUnit unit) {
    if (!states.isOn()) {
      return;
    }
    for (Stage stage : unit.runtime().lane().stages()) {
      if (stage.processor() instanceof Stateful stateful) {
        unit.runtime()
            .lane()
            .execute(
                () -> {
                  StateKeeper.Saved saved = states.snapshot(stateful, stage.component());
                  if (saved != null) {
                    states.writeSoon(saved, stage.component(), io);
                  }
                });
      }
    }
  }

  /**
   * Ends collections, drains lanes, writes state and closes targets, all side by side. What belongs
   * to plugins and may block runs on threads made for it, so that the deadline holds whatever they
   * do, and all is closed whatever becomes of executors that a host lends.
   */
  void close(List<TargetUnit> units, Deadline deadline) throws InterruptedException {
    Workers closers = Workers.elastic(threads.role("close"));
    try {
      close(units, deadline, closers);
    } finally {
      closers.close();
      closers.awaitEnd(deadline);
    }
  }

  private void close(List<TargetUnit> units, Deadline deadline, Executor closers)
      throws InterruptedException {
    for (TargetUnit unit : units) {
      unit.runtime().stopCollecting();
    }
    Deadline collecting = deadline.part(0.3);
    List<TargetUnit> quiet = new ArrayList<>();
    for (TargetUnit unit : units) {
      if (unit.runtime().awaitCollections(collecting)) {
        quiet.add(unit);
      }
    }
    sideBySide(
        closers,
        quiet,
        deadline.part(0.3),
        "draining collectors",
        unit -> unit.runtime().drainCollectors());
    CountDownLatch drained = new CountDownLatch(units.size());
    for (TargetUnit unit : units) {
      unit.runtime().lane().close(drained::countDown);
    }
    if (!drained.await(deadline.part(0.6).remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      log.warn("engine", "not all lanes drained within the closing deadline");
    }
    if (states.isOn()) {
      Deadline writing = deadline.part(0.5);
      sideBySide(
          closers,
          units,
          writing,
          "writing state",
          unit -> writeLastStates(unit.runtime(), quiet.contains(unit), writing));
    }
    sideBySide(
        closers, units, deadline, "closing components", unit -> closeComponents(unit.runtime()));
  }

  /** What closes something of a target. */
  private interface Closing {
    void close(TargetUnit unit) throws InterruptedException;
  }

  private void sideBySide(
      Executor closers, List<TargetUnit> units, Deadline deadline, String what, Closing action)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(units.size());
    for (TargetUnit unit : units) {
      Runnable work =
          () -> {
            try {
              action.close(unit);
            } catch (Throwable failure) {
              log.failure(unit.runtime().target().id(), what + " failed", failure);
            } finally {
              done.countDown();
            }
          };
      try {
        closers.execute(work);
      } catch (Throwable noThread) {
        // Nobody else will do it, and not to close would leak.
        work.run();
      }
    }
    if (!done.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      log.warn("engine", what + " did not end within the closing deadline");
    }
  }

  private void writeLastStates(TargetRuntime runtime, boolean collectorsQuiet, Deadline deadline)
      throws InterruptedException {
    // A lane that did not drain in time may still be at work on its stages.
    if (runtime.lane().isDrained()) {
      for (Stage stage : runtime.lane().stages()) {
        if (stage.processor() instanceof Stateful stateful && !deadline.isOver()) {
          StateKeeper.Saved saved = states.snapshot(stateful, stage.component());
          if (saved != null) {
            states.writeNow(saved, stage.component(), deadline);
          }
        }
      }
    }
    for (CollectorTask task : runtime.tasks()) {
      if (collectorsQuiet && !deadline.isOver()) {
        task.writeState(states, deadline);
      }
    }
  }

  private void closeComponents(TargetRuntime runtime) {
    runtime.lane().stages().forEach(Stage::close);
    for (CollectorTask task : runtime.tasks()) {
      quietly(task.component.component(), task.collector::close);
    }
    quietly(runtime.target().id(), runtime.target()::close);
    runtime.closeAlarms();
  }

  private void quietly(String component, Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) {
      log.failure(component, "closing failed", failure);
    }
  }
}
