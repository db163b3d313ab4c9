package io.dbintel.testkit;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.BatchTally;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Batches on their way through one stage, and what the stage did to each. */
final class BatchRun {
  private static final int LIMIT = 100_000;

  private final String stage;
  private final Clock clock;
  private final Duration patience;

  /**
   * What a stage did to a batch.
   *
   * @param left the events that were left at the end, frozen
   * @param written attributes on events that came with the batch, which they had not before
   * @param createdTypes types of the events it added
   * @param createdKeys attributes of the events it added
   * @param tally its books
   */
  record Done(
      List<DbEvent> left,
      Set<AttrKey<?>> written,
      Set<EventType> createdTypes,
      Set<AttrKey<?>> createdKeys,
      BatchTally tally) {}

  BatchRun(String stage, Clock clock, Duration patience) {
    this.stage = stage;
    this.clock = clock;
    this.patience = patience;
  }

  /** Fills a batch, has the stage do something with it, and takes it away, as the engine does. */
  Done run(String what, Consumer<EventBatch.Control> fill, Consumer<EventBatch> call) {
    EventBatch.Control control = EventBatch.open("test", "source", clock.epochNanos(), LIMIT);
    fill.accept(control);
    IdentityHashMap<DbEvent, Set<AttrKey<?>>> before = new IdentityHashMap<>();
    control.batch().forEach(event -> before.put(event, EventTexts.of(event).keys()));
    control.enterStage(stage);
    Watched.run(patience, what, () -> call.accept(control.batch()));
    List<DbEvent> left = control.close();
    Set<AttrKey<?>> written = new LinkedHashSet<>();
    Set<EventType> createdTypes = new LinkedHashSet<>();
    Set<AttrKey<?>> createdKeys = new LinkedHashSet<>();
    for (DbEvent event : left) {
      Set<AttrKey<?>> keys = new LinkedHashSet<>(EventTexts.of(event).keys());
      Set<AttrKey<?>> had = before.get(event);
      if (had == null) {
        createdTypes.add(event.type());
        createdKeys.addAll(keys);
      } else {
        keys.removeAll(had);
        written.addAll(keys);
      }
    }
    return new Done(new ArrayList<>(left), written, createdTypes, createdKeys, control.takeTally());
  }
}
