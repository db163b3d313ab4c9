package io.dbintel.core.engine;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.QueryLevel;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Classes that begin with the engine and not when they are first used: a class whose initialiser
 * finds no memory is broken for as long as the process lives.
 */
final class EarlyClasses {
  private static final List<Class<?>> ALL =
      List.of(
          Collection.class,
          Collection.State.class,
          CollectionCost.class,
          CollectionRun.class,
          CollectorTurn.class,
          Connector.class,
          Deadline.class,
          ExportQueue.class,
          ExportWorker.class,
          HealthStatus.class,
          Permits.class,
          Permits.Ending.class,
          QueryLevel.class,
          Stage.class,
          Workers.class);

  private EarlyClasses() {}

  /** Initialises them. */
  static void begin() throws IllegalAccessException {
    for (Class<?> one : ALL) {
      var unused = MethodHandles.lookup().ensureInitialized(one);
    }
    // What an event takes on its way: it comes, is given up and booked.
    EventBatch.Control batch = EventBatch.open("", "engine", 0, 1, "localhost", 1);
    var unused = batch.collect(EventTypes.FINDING, 0);
    batch.giveUp("engine", Losses.OUT_OF_MEMORY);
    new LaneBooks("").book(batch.tally());
  }
}
