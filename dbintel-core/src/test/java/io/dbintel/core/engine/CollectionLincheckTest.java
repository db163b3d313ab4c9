package io.dbintel.core.engine;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.toy.ToyTarget;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A collection has one end, and what is to be done when it is given up is done once. */
@Tag("lincheck")
public class CollectionLincheckTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final Collection collection =
      new Collection(
          new ToyTarget("orders"),
          new TargetIdentity("server", "run"),
          EventBatch.open("orders", "toy", 0, 10),
          Permits.none(new BoundaryLog(new NoLogger(), new ManualClock(), "toy")),
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
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(3)
        .iterations(5)
        .invocationsPerIteration(100)
        .check(CollectionLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(5)
        .invocationsPerIteration(300)
        .check(CollectionLincheckTest.class);
  }

  /** The model checker looks into all that it can reach, and into the JDK's loggers it may not. */
  private static final class NoLogger implements System.Logger {
    @Override
    public String getName() {
      return "toy";
    }

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String text,
        @Nullable Throwable thrown) {}

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {}
  }
}
