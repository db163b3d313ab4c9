package io.dbintel.core.engine;

import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.testkit.ManualClock;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An answer reaches a subscriber once, or is counted as lost. Under stress alone: the texts of
 * health make too many steps for a model checker.
 */
@Tag("lincheck")
public class FeedbackHubLincheckTest {
  private static final ExportAnswer ANSWER = ExportAnswer.accepted(ExportAnswer.Signal.LOGS, 1);

  private final ManualClock clock = new ManualClock();
  private final ExportFeedback ear =
      new FeedbackHub(clock)
          .ear("otlp", new HealthBoard(clock).cell("exporters/otlp", HealthStatus.UP).own());
  private final ExportFeedback.Subscription subscription = ear.subscribe(1);

  @Operation
  public String answered() {
    ear.answered(ANSWER);
    return "answered";
  }

  @Operation
  public boolean poll() {
    return subscription.poll() != null;
  }

  @Operation
  public long lost() {
    return subscription.lost();
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(FeedbackHubLincheckTest.class);
  }
}
