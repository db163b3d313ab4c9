package io.dbintel.core.toy;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.Stability;

/** Names for tests. */
public final class ToyEvents {
  private ToyEvents() {}

  public static final EventType SAMPLE =
      EventType.occurrence("toy.sample", Priority.NORMAL, Stability.DEVELOPMENT, "A sample.");

  public static final AttrKey<Long> NUMBER =
      AttrKey.ofLong("toy.number", "1", Stability.DEVELOPMENT, "A number.");

  public static final AttrKey<Double> SECONDS =
      AttrKey.ofDouble("toy.seconds", "s", Stability.DEVELOPMENT, "A duration.");

  public static final AttrKey<Boolean> FLAG =
      AttrKey.ofBoolean("toy.flag", Stability.DEVELOPMENT, "A flag.");

  public static final AttrKey<String> TEXT =
      AttrKey.ofString("toy.text", Stability.DEVELOPMENT, "A text.");
}
