package io.dbintel.core.engine;

import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * A collector of one target with its place in time. Its mutable fields are guarded by the target's
 * lock, but for what the collecting thread owns: {@code restored} and {@code stateWrittenAt}.
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

  boolean restored;
  long stateWrittenAt;

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
}
