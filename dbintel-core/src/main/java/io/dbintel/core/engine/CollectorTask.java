package io.dbintel.core.engine;

import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Stateful;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A collector of one target with its place in time. Its mutable fields are guarded by the target's
 * lock, but for its state on disk, which belongs to the collector's own turn.
 */
final class CollectorTask {
  final CollectionKey key;
  final Collector collector;
  final CollectorProvider.Scope scope;
  final Schedule schedule;
  final Components.Component component;
  final CollectorMeter meter;

  long dueAt;
  long wantedAt;
  long notBefore;
  String refusal = "";
  boolean waiting;
  @Nullable Collection inFlight;

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
    this.meter = new CollectorMeter(component.component());
  }

  /** Hands the collector the state it left, before its first collection. Blocks. */
  void restoreOnce(StateKeeper states) {
    if (restored || !(collector instanceof Stateful stateful) || !states.isOn()) {
      return;
    }
    restored = true;
    stateWrittenAt = component.clock().nanoTime();
    StateKeeper.Saved saved = states.read(component);
    if (saved != null) {
      states.restore(stateful, saved, component);
    }
  }

  /** Writes the collector's state if the last time is long enough ago. Blocks. */
  void writeStateIfDue(StateKeeper states, Duration interval) {
    if (component.clock().nanoTime() - stateWrittenAt >= interval.toNanos()) {
      writeState(states);
    }
  }

  /** Writes the collector's state, unless it never took up the one before. Blocks. */
  void writeState(StateKeeper states) {
    if (!restored || !(collector instanceof Stateful stateful)) {
      return;
    }
    stateWrittenAt = component.clock().nanoTime();
    StateKeeper.Saved saved = states.snapshot(stateful, component);
    if (saved != null) {
      states.write(saved, component);
    }
  }
}
