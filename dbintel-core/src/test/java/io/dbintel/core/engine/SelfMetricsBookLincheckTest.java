package io.dbintel.core.engine;

import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.toy.Interleavings;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whoever names a number first, it is counted under one name: the last place is given once. Under
 * stress alone: to a model checker the way past the names that are there is a loop without end.
 */
@Tag("lincheck")
public class SelfMetricsBookLincheckTest {
  private static final int MAX_NAMES = 64;

  private final SelfMetricsBook book = new SelfMetricsBook("toy");

  public SelfMetricsBookLincheckTest() {
    for (int i = 1; i < MAX_NAMES; i++) {
      book.add("n" + i, 0);
    }
  }

  @Operation
  public String add() {
    book.add("last", 1);
    return "added";
  }

  @Operation
  public String counted() {
    List<SelfMetric> metrics = new ArrayList<>();
    book.addTo(metrics);
    metrics.removeIf(metric -> metric.value() == 0);
    return metrics.toString();
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(SelfMetricsBookLincheckTest.class);
  }
}
