package io.dbintel.core.engine;

import io.dbintel.core.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A target that is watched: it asks who the server is, has its collectors begin when that is known,
 * and ends them. Nothing here blocks but the closing. Thread-safe.
 */
final class TargetRuntime {
  private static final Duration LONGEST_PHASE = Duration.ofSeconds(5);

  private final TargetContext context;
  private final Connector connector;
  private final List<CollectorTask> tasks;
  private final List<CollectorTurn> collectors;
  private final @Nullable RandomGenerator random;

  TargetRuntime(
      TargetContext context,
      List<CollectorTask> tasks,
      ServerRegistry registry,
      Components.Component component) {
    this.context = context;
    this.tasks = List.copyOf(tasks);
    this.random = component.random();
    this.connector = new Connector(context, registry, component.engineHealth(), this::connected);
    this.collectors =
        this.tasks.stream().map(task -> new CollectorTurn(task, context, connector)).toList();
  }

  Target target() {
    return context.target();
  }

  Lane lane() {
    return context.lane();
  }

  List<CollectorTask> tasks() {
    return tasks;
  }

  List<CollectorTurn> collectors() {
    return collectors;
  }

  /** Restores what was left, and starts; see {@link TargetStart}. */
  void restoreAndStart() {
    new TargetStart(this, context).begin();
  }

  /** Begins to ask for the server; collectors start when it answers. */
  void start() {
    connector.connect();
  }

  /** The server has said who it is, for the first time or again. On one thread at a time. */
  private void connected() {
    for (CollectorTurn collector : collectors) {
      if (collector.isScheduled()) {
        collector.catchUp();
      } else {
        collector.schedule(phase(collector.interval()));
      }
    }
  }

  /** Spreads collectors of many targets over time. */
  private long phase(Duration interval) {
    long most = Math.min(interval.toNanos(), LONGEST_PHASE.toNanos());
    return random == null ? 0 : random.nextLong(most);
  }

  /** Once a second: the lane's stages tick, and a connector that nobody would ask again goes on. */
  void tick() {
    connector.remind();
    context.lane().tick();
  }

  /** True if nothing is asked of the server and nothing waits to be. */
  boolean isIdle() {
    return context.turns().areFree();
  }

  // --- closing

  /** Starts nothing more. */
  void stopCollecting() {
    collectors.forEach(CollectorTurn::close);
    context.turns().close();
    connector.close();
  }

  /** Waits for what is in flight, then gives it up; true if nothing hangs. */
  boolean awaitCollections(Deadline deadline) throws InterruptedException {
    if (context.turns().awaitFree(deadline.part(0.5))) {
      return true;
    }
    collectors.forEach(CollectorTurn::abandon);
    return context.turns().awaitFree(deadline);
  }

  /** Gives its alarms back, when nothing is in flight or what is will not be waited for. */
  void closeAlarms() {
    collectors.forEach(CollectorTurn::closeAlarms);
    connector.closeAlarms();
  }

  /** Has the collectors say what they held back. May block; on an I/O thread. */
  void drainCollectors() {
    tasks.forEach(task -> LastWord.of(task, context, connector));
  }
}
