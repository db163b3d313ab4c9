package io.dbintel.core.engine;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.testkit.ManualClock;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever speaks at once: a part is there once, and what was removed does not come back. */
@Tag("lincheck")
public class HealthBoardLincheckTest {
  private final HealthBoard board = new HealthBoard(new ManualClock());
  private final HealthReporter own = board.cell("orders/toy", HealthStatus.UP).own();
  private final HealthReporter rows = own.part("rows");

  @Operation
  public String fail() {
    rows.report(HealthStatus.DOWN, "gone", "it is gone", "bring it back");
    return "told";
  }

  @Operation
  public String recover() {
    rows.up();
    return "told";
  }

  @Operation
  public String beginPart() {
    own.part("texts").up();
    return "begun";
  }

  @Operation
  public String remove() {
    board.remove("orders/toy");
    return "removed";
  }

  @Operation
  public String shown() {
    StringBuilder shown = new StringBuilder();
    board.all().forEach(one -> shown.append(one.component()).append(one.reason()).append(" "));
    return shown.toString();
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(HealthBoardLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(HealthBoardLincheckTest.class);
  }
}
