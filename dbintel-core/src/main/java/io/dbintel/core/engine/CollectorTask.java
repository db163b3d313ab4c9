package io.dbintel.core.engine;

import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Stateful;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A collector of one target with its schedule and what is known of its collections. Its state on
 * disk belongs to the collector's own turn.
 */
final class CollectorTask {
  final CollectionKey key;
  final Collector collector;
  final CollectorProvider.Scope scope;
  final Schedule schedule;
  final Components.Component component;
  final CollectorMeter meter;

  private StateKeeper.@Nullable Saved left;
  private boolean restored;
  private long stateWrittenAt;

  CollectorTask(
      CollectionKey key,
      Collector collector,
      CollectorProvider.Scope scope,
      Schedule schedule,
      Components.Component component) {
    this.key = key;
    this.collector = collector;
    this.scope = scope;
    this.schedule = schedule;
    this.component = component;
    this.meter = new CollectorMeter(key);
  }

  /** Reads the state that the collector left; null if there is none. Blocks. */
  StateKeeper.@Nullable Saved readState(StateKeeper states) {
    return collector instanceof Stateful ? states.read(component) : null;
  }

  /** Keeps the state that was read for the first collection. Before anything is collected. */
  void left(StateKeeper.Saved saved) {
    left = saved;
  }

  /** Hands the collector the state it left, before its first collection. */
  void restoreOnce(StateKeeper states) {
    if (restored || !(collector instanceof Stateful stateful) || !states.isOn()) {
      return;
    }
    restored = true;
    stateWrittenAt = component.clock().nanoTime();
    StateKeeper.Saved saved = left;
    left = null;
    if (saved != null) {
      states.restore(stateful, saved, component);
    }
  }

  /** Has the collector's state written if the last time is long enough ago. */
  void writeStateIfDue(StateKeeper states, Duration interval, Executor io) {
    if (component.clock().nanoTime() - stateWrittenAt < Nanos.of(interval)) {
      return;
    }
    StateKeeper.Saved saved = snapshot(states);
    if (saved != null) {
      stateWrittenAt = component.clock().nanoTime();
      states.writeSoon(saved, component, io);
    }
  }

  /** Writes the collector's state and waits for it, at most until the deadline. */
  void writeState(StateKeeper states, Deadline deadline) throws InterruptedException {
    StateKeeper.Saved saved = snapshot(states);
    if (saved != null) {
      states.writeNow(saved, component, deadline);
    }
  }

  /** The collector's state, unless it never took up the one before. */
  private StateKeeper.@Nullable Saved snapshot(StateKeeper states) {
    return restored && collector instanceof Stateful stateful
        ? states.snapshot(stateful, component)
        : null;
  }
}
