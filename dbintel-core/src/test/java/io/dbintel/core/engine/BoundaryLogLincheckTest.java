package io.dbintel.core.engine;

import io.dbintel.core.toy.CountingLogger;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whoever speaks at once: a component is heard once a minute, and each line that was swallowed is
 * counted in one that is heard. A line is heard after it was let through, so what is asserted is
 * asserted when all is said.
 */
@Tag("lincheck")
public class BoundaryLogLincheckTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final AtomicLong heard = new AtomicLong();
  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong said = new AtomicLong();
  private final AtomicLong minutes = new AtomicLong();
  private final BoundaryLog log = new BoundaryLog(new CountingLogger(this::hear), clock, "toy");

  private void hear(String line) {
    heard.incrementAndGet();
    int more = line.indexOf(" (");
    counted.addAndGet(
        more < 0 ? 1 : 1 + Long.parseLong(line.substring(more + 2, line.indexOf(" more"))));
  }

  @Operation
  public String say() {
    said.incrementAndGet();
    log.warn("orders", "it failed");
    return "said";
  }

  @Operation(nonParallelGroup = "clock")
  public String passAMinute() {
    minutes.incrementAndGet();
    clock.advance(MINUTE);
    return "passed";
  }

  /** When all is said, and once more a minute later. */
  @Validate
  public void everyLineIsHeardOrCountedOnce() {
    if (heard.get() > 1 + minutes.get()) {
      throw new IllegalStateException(
          heard.get() + " lines were heard in " + minutes.get() + " minutes");
    }
    clock.advance(MINUTE);
    log.warn("orders", "it failed");
    if (counted.get() != said.get() + 1) {
      throw new IllegalStateException(said.get() + 1 + " were said, " + counted.get() + " told");
    }
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(BoundaryLogLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(BoundaryLogLincheckTest.class);
  }
}
