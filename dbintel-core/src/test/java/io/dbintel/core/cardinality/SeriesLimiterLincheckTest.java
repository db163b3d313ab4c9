package io.dbintel.core.cardinality;

import io.dbintel.core.toy.Interleavings;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever comes at once: there are as many places as there are, and every refusal is counted. */
@Tag("lincheck")
public class SeriesLimiterLincheckTest {
  private final ManualClock clock = new ManualClock();
  private final SeriesLimiter<Integer> limiter =
      new SeriesLimiter<>(2, Duration.ofSeconds(1), clock);

  @Operation
  public boolean admit(@Param(gen = IntGen.class, conf = "1:3") int key) {
    return limiter.admit(key);
  }

  @Operation
  public boolean admitUnlessCrowded(@Param(gen = IntGen.class, conf = "1:3") int key) {
    return limiter.admitUnlessCrowded(key);
  }

  @Operation
  public String timePasses() {
    clock.advance(Duration.ofSeconds(2));
    return "passed";
  }

  @Operation
  public long overflowed() {
    return limiter.overflowed();
  }

  @Operation
  public int size() {
    return limiter.size();
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(SeriesLimiterLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(SeriesLimiterLincheckTest.class);
  }
}
