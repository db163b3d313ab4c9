package io.dbintel.processors.advice;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import io.dbintel.core.event.AttrKey;
import java.util.List;

/** What findings with advice on a plan carry beside the names of statements. */
public final class AdviceAttributes {
  private AdviceAttributes() {}

  /** What can be saved at most. */
  public static final AttrKey<Double> GAIN =
      AttrKey.ofDouble(
          "dbintel.advice.gain",
          "1",
          DEVELOPMENT,
          "Which part of the execution's time can be saved at most; of the reckoned cost, where an"
              + " index was tried.");

  /** What took part of the time. */
  public static final AttrKey<Double> DURATION =
      AttrKey.ofDouble("dbintel.advice.duration", "s", DEVELOPMENT, "How long the execution took.");

  /** The table it is about. */
  public static final AttrKey<String> RELATION =
      AttrKey.ofString("dbintel.advice.relation", DEVELOPMENT, "The table it is about.");

  /** All of the above, in this order. */
  public static List<AttrKey<?>> all() {
    return List.of(GAIN, DURATION, RELATION);
  }
}
