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
              target,
              lane,
              tasks,
              guards,
              timer,
              io,
              states,
              log,
              spec.settings(),
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
                    write(saved, stage);
                  }
                });
      }
    }
  }

  private void write(StateKeeper.Saved saved, Stage stage) {
    try {
      io.execute(() -> states.write(saved, stage.component()));
    } catch (RejectedExecutionException e) {
      log.failure(stage.component().component(), "the executor refused to write state", e);
    }
  }

  /** Ends collections, drains lanes, writes state and closes targets, all side by side. */
  void close(List<TargetUnit> units, Deadline deadline) throws InterruptedException {
    for (TargetUnit unit : units) {
      unit.runtime().stopCollecting();
    }
    Deadline collecting = deadline.part(0.3);
    for (TargetUnit unit : units) {
      unit.runtime().finish(collecting);
    }
    CountDownLatch drained = new CountDownLatch(units.size());
    for (TargetUnit unit : units) {
      unit.runtime().lane().close(drained::countDown);
    }
    boolean inTime = drained.await(deadline.part(0.6).remaining().toNanos(), TimeUnit.NANOSECONDS);
    if (!inTime) {
      log.warn("engine", "not all lanes drained within the closing deadline");
    }
    closeComponents(units, deadline);
  }

  /** On an I/O thread, because closing may block and the host's thread must come back. */
  private void closeComponents(List<TargetUnit> units, Deadline deadline)
      throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(units.size());
    for (TargetUnit unit : units) {
      Runnable closing =
          () -> {
            try {
              closeComponents(unit.runtime());
            } finally {
              closed.countDown();
            }
          };
      try {
        io.execute(closing);
      } catch (RejectedExecutionException e) {
        closing.run();
      }
    }
    if (!closed.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      log.warn("engine", "not all components closed within the closing deadline");
    }
  }

  private void closeComponents(TargetRuntime runtime) {
    // A lane that did not drain in time may still be at work on its stages.
    boolean quiet = runtime.lane().isDrained();
    for (Stage stage : runtime.lane().stages()) {
      if (quiet && states.isOn() && stage.processor() instanceof Stateful stateful) {
        StateKeeper.Saved saved = states.snapshot(stateful, stage.component());
        if (saved != null) {
          states.write(saved, stage.component());
        }
      }
      stage.close();
    }
    for (CollectorTask task : runtime.tasks()) {
      quietly(task.component.component(), task.collector::close);
    }
    quietly(runtime.target().id(), runtime.target()::close);
  }

  private void quietly(String component, Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) {
      log.failure(component, "closing failed", failure);
    }
  }
}
