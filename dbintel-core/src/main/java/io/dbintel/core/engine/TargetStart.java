package io.dbintel.core.engine;

import io.dbintel.core.spi.Stateful;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a target's stages and collectors what they left, and then begins to collect. A store that
 * does not answer, or an executor on which nobody comes for it, delays that and does not prevent
 * it: after a while all start empty, and what is read later is forgotten.
 *
 * <p>Thread-safe; used once.
 */
final class TargetStart implements Runnable, Rescue {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TargetRuntime runtime;
  private final TargetContext context;
  private final StateKeeper states;
  private final Timer.Alarm impatience;
  private boolean begun;

  TargetStart(TargetRuntime runtime, TargetContext context) {
    this.runtime = runtime;
    this.context = context;
    this.states = context.states();
    this.impatience = context.timer().alarm(this::startEmpty);
  }

  /** Has it done on an I/O thread, if there is anything to restore. Throws nothing. */
  void begin() {
    if (!states.isOn()) {
      collect();
      return;
    }
    impatience.set(context.clock().nanoTime() + PATIENCE.toNanos());
    try {
      context.io().execute(this);
    } catch (Throwable refused) {
      context
          .log()
          .failure(runtime.target().id(), "the executor refused to restore state", refused);
      startEmpty();
    }
  }

  @Override
  public void run() {
    List<Runnable> handings = new ArrayList<>();
    for (Stage stage : runtime.lane().stages()) {
      if (stage.processor() instanceof Stateful stateful) {
        StateKeeper.Saved saved = states.read(stage.component());
        if (saved != null) {
          handings.add(
              () ->
                  runtime.lane().execute(() -> states.restore(stateful, saved, stage.component())));
        }
      }
    }
    for (CollectorTask task : runtime.tasks()) {
      StateKeeper.Saved saved = task.readState(states);
      if (saved != null) {
        handings.add(() -> task.left(saved));
      }
    }
    synchronized (this) {
      if (begun) {
        return;
      }
      handings.forEach(Runnable::run);
    }
    collect();
  }

  /** Memory ran out while it read. */
  @Override
  public void rescue() {
    collect();
  }

  private void startEmpty() {
    synchronized (this) {
      if (begun) {
        return;
      }
    }
    for (Stage stage : runtime.lane().stages()) {
      if (stage.processor() instanceof Stateful) {
        states.unread(stage.component());
      }
    }
    runtime.tasks().stream()
        .filter(task -> task.collector instanceof Stateful)
        .forEach(task -> states.unread(task.component));
    collect();
  }

  private void collect() {
    synchronized (this) {
      if (begun) {
        return;
      }
      begun = true;
    }
    impatience.close();
    runtime.start();
  }
}
