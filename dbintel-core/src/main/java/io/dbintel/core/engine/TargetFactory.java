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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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

  /** Restores what the stages left, and then begins to collect. */
  void start(TargetUnit unit) {
    TargetRuntime runtime = unit.runtime();
    if (!states.isOn()) {
      runtime.start();
      return;
    }
    try {
      io.execute(
          () -> {
            restore(runtime.lane());
            runtime.start();
          });
    } catch (RejectedExecutionException e) {
      log.failure(runtime.target().id(), "the executor refused to restore state", e);
      runtime.start();
    }
  }

  private void restore(Lane lane) {
    for (Stage stage : lane.stages()) {
      if (stage.processor() instanceof Stateful stateful) {
        StateKeeper.Saved saved = states.read(stage.component());
        if (saved != null) {
          lane.execute(() -> states.restore(stateful, saved, stage.component()));
        }
      }
    }
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
   * to plugins and may block runs on I/O threads, so that the deadline holds whatever they do.
   */
  void close(List<TargetUnit> units, Deadline deadline) throws InterruptedException {
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
        quiet, deadline.part(0.3), "draining collectors", unit -> unit.runtime().drainCollectors());
    CountDownLatch drained = new CountDownLatch(units.size());
    for (TargetUnit unit : units) {
      unit.runtime().lane().close(drained::countDown);
    }
    if (!drained.await(deadline.part(0.6).remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      log.warn("engine", "not all lanes drained within the closing deadline");
    }
    sideBySide(
        units,
        deadline,
        "closing components",
        unit -> closeComponents(unit.runtime(), quiet.contains(unit)));
  }

  private void sideBySide(
      List<TargetUnit> units, Deadline deadline, String what, Consumer<TargetUnit> action)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(units.size());
    for (TargetUnit unit : units) {
      Runnable work =
          () -> {
            try {
              action.accept(unit);
            } catch (Throwable failure) {
              log.failure(unit.runtime().target().id(), what + " failed", failure);
            } finally {
              done.countDown();
            }
          };
      try {
        io.execute(work);
      } catch (Throwable refused) {
        // Nobody else will do it, and not to close would leak.
        work.run();
      }
    }
    if (!done.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      log.warn("engine", what + " did not end within the closing deadline");
    }
  }

  private void closeComponents(TargetRuntime runtime, boolean collectorsQuiet) {
    // A lane that did not drain in time may still be at work on its stages.
    boolean quiet = runtime.lane().isDrained();
    for (Stage stage : runtime.lane().stages()) {
      if (quiet && states.isOn() && stage.processor() instanceof Stateful stateful) {
        StateKeeper.Saved saved = states.snapshot(stateful, stage.component());
        if (saved != null) {
          states.writeNow(saved, stage.component());
        }
      }
      stage.close();
    }
    for (CollectorTask task : runtime.tasks()) {
      if (collectorsQuiet) {
        task.writeState(states);
      }
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
