package io.dbintel.core.engine;

import io.dbintel.core.spi.Turn;
import io.dbintel.core.toy.Interleavings;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However many ask, one at a time has the turn, and it is never free twice over. */
@Param(name = "asker", gen = IntGen.class, conf = "0:2")
@Tag("lincheck")
public class TurnsLincheckTest {
  private final Turns turns = new Turns();
  private final List<Asker> askers = List.of(new Asker(), new Asker(), new Asker());
  private final AtomicInteger holders = new AtomicInteger();
  private final AtomicReference<Asker> holder = new AtomicReference<>();
  private final AtomicBoolean shared = new AtomicBoolean();

  /** One who has a place and says so when its turn begins. */
  private final class Asker implements Turns.Holder {
    private final Turns.Place place = turns.place(Turn.GENERAL, this);

    @Override
    public void begin() {
      if (holders.incrementAndGet() > 1) {
        shared.set(true);
      }
      holder.set(this);
    }

    @Override
    public void rescue() {
      // Nothing breaks off here.
    }
  }

  @Operation
  public String request(@Param(name = "asker") int asker) {
    askers.get(asker).place.request();
    return "asked";
  }

  @Operation
  public String requestFirst(@Param(name = "asker") int asker) {
    askers.get(asker).place.requestFirst();
    return "asked";
  }

  @Operation
  public String end() {
    Asker last = holder.getAndSet(null);
    if (last != null) {
      holders.decrementAndGet();
      last.place.free();
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

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(TurnsLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(TurnsLincheckTest.class);
  }
}
