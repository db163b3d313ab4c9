package io.dbintel.core.engine;

import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Turn;
import io.dbintel.core.toy.CountingLogger;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether the collection ends first or its time-out does: a permit has one ending. */
@Tag("lincheck")
public class PermitsLincheckTest {
  private static final CollectionKey KEY = new CollectionKey("orders", "toy", Turn.GENERAL);

  private final Told told = new Told();
  private final Permits permits =
      Objects.requireNonNull(
          Permits.ask(
                  List.of((key, nanoTime) -> told),
                  KEY,
                  0,
                  new BoundaryLog(new CountingLogger(), new ManualClock(), "toy"))
              .permits());

  /** Every ending it was told, in their order; what returns late is no ending. */
  private static final class Told implements Admission.Permit {
    private final AtomicReference<String> endings = new AtomicReference<>("");

    private void add(String ending) {
      String unused = endings.accumulateAndGet(ending, String::concat);
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public QueryLevel level() {
      return QueryLevel.FULL;
    }

    @Override
    public void succeeded(CollectionCost cost) {
      add("s");
    }

    @Override
    public void failed(Throwable error, CollectionCost cost) {
      add("f");
    }

    @Override
    public void abandoned() {
      add("a");
    }

    @Override
    public void unused() {
      add("u");
    }
  }

  @Operation
  public String succeed() {
    permits.succeeded(CollectionCost.NONE);
    return "told";
  }

  @Operation
  public String timeOut() {
    permits.abandoned();
    return "told";
  }

  @Operation
  public String leaveUnused() {
    permits.unused();
    return "told";
  }

  @Operation
  public String comeBackLate() {
    permits.returned(CollectionCost.NONE);
    return "told";
  }

  @Operation
  public String endings() {
    return String.valueOf(told.endings.get());
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.modelOfOnce(PermitsLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stressOfOnce(PermitsLincheckTest.class);
  }
}
