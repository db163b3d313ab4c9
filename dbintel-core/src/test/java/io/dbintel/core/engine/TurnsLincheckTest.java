package io.dbintel.core.engine;

import io.dbintel.core.spi.Turn;
import io.dbintel.core.toy.Interleavings;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However many ask, one at a time has the turn, and it is never free twice over. */
@Tag("lincheck")
public class TurnsLincheckTest {
  private final Turns turns = new Turns();
  private final AtomicInteger holders = new AtomicInteger();
  private final AtomicBoolean shared = new AtomicBoolean();

  @Operation
  public String request() {
    turns.request(Turn.GENERAL, this::begin);
    return "asked";
  }

  @Operation
  public String requestFirst() {
    turns.requestFirst(Turn.GENERAL, this::begin);
    return "asked";
  }

  @Operation
  public String end() {
    if (holders.compareAndSet(1, 0)) {
      turns.free(Turn.GENERAL);
    }
    return "ended";
  }

  /** What starts may start on the thread of another who asks: when is not said, only how many. */
  @Operation
  public String isSharedByTwo() {
    return "" + shared.get();
  }

  /** When all is said: a turn that nobody has is one that nobody waits for. */
  @Validate
  public void nobodyWaitsForAFreeTurn() {
    if (holders.get() == 0 && !turns.areFree()) {
      throw new IllegalStateException("somebody waits, and nobody has the turn");
    }
  }

  private void begin() {
    if (holders.incrementAndGet() > 1) {
      shared.set(true);
    }
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(TurnsLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(TurnsLincheckTest.class);
  }
}
