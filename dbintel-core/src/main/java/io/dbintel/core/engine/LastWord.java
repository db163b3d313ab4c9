package io.dbintel.core.engine;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.TargetIdentity;

/** Takes what a collector held back, when its turns are over. May block; on an I/O thread. */
final class LastWord {
  private LastWord() {}

  /** Has it said to the lane, if the server ever said who it is. */
  static void of(CollectorTask task, TargetContext context, Connector connector) {
    TargetIdentity identity = connector.lastIdentity();
    if (identity == null) {
      return;
    }
    Lane lane = context.lane();
    if (!lane.reserve()) {
      task.meter.skipped(CollectorTurn.INBOX_FULL, 1);
      return;
    }
    EventBatch.Control batch = lane.open(task.key.collector());
    Collection last =
        new Collection(
            context.target(),
            identity,
            batch,
            Permits.none(context.log()),
            task.schedule.timeout(),
            context.clock().nanoTime(),
            task.meter::badRow);
    try {
      task.collector.drain(last);
    } catch (Throwable failure) {
      context.log().failure(task.component.component(), "draining failed", failure);
      lane.refuse(batch, CollectionRun.COLLECTION_FAILED);
      return;
    }
    lane.deliver(batch);
    lane.schedule();
  }
}
