package io.dbintel.core.engine;

import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.Turn;
import io.dbintel.core.toy.Interleavings;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is spent is spent once, and who asks is told by what was spent until then. */
@Tag("lincheck")
public class OverheadBudgetLincheckTest {
  private static final CollectionKey KEY = new CollectionKey("orders", "toy", Turn.GENERAL);
  private static final CollectionCost COST = new CollectionCost(400_000_000, 0, 1, 1);

  private final OverheadBudget budget = new OverheadBudget(0.01, Duration.ofMinutes(1));
  private final Admission.Permit permit = (Admission.Permit) budget.admit(KEY, 0);

  @Operation
  public String spend() {
    permit.succeeded(COST);
    return "spent";
  }

  @Operation
  public boolean admit() {
    return budget.admit(KEY, 0) instanceof Admission.Permit;
  }

  @Operation
  public double spent() {
    return budget.spentSeconds("orders", Turn.GENERAL);
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(OverheadBudgetLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(OverheadBudgetLincheckTest.class);
  }
}
