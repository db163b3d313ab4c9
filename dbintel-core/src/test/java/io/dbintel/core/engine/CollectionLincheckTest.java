package io.dbintel.core.engine;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.toy.CountingLogger;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.core.toy.ToyTarget;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A collection has one end, and what is to be done when it is given up is done once. */
@Tag("lincheck")
public class CollectionLincheckTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  /** With a logger of ours: the model checker may not look into the JDK's. */
  private final Collection collection =
      new Collection(
          new ToyTarget("orders"),
          new TargetIdentity("server", "run"),
          EventBatch.open("orders", "toy", 0, 10),
          Permits.none(new BoundaryLog(new CountingLogger(), new ManualClock(), "toy")),
          Duration.ofSeconds(1),
          0,
          () -> {});

  @Operation
  public boolean end() {
    return collection.end();
  }

  /** As the engine does when it takes too long. */
  @Operation
  public boolean giveUp() {
    boolean mine = collection.abandon();
    Runnable action = mine ? collection.takeAbandonAction() : null;
    if (action != null) {
      action.run();
    }
    return mine;
  }

  @Operation
  public boolean isAbandoned() {
    return collection.isAbandoned();
  }

  @Operation(nonParallelGroup = "collector")
  public String onAbandon() {
    asked.incrementAndGet();
    collection.onAbandon(done::incrementAndGet);
    return "noted";
  }

  @Operation
  public boolean isDoneMoreOftenThanAsked() {
    return done.get() > asked.get();
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.modelOfOnce(CollectionLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stressOfOnce(CollectionLincheckTest.class);
  }
}
