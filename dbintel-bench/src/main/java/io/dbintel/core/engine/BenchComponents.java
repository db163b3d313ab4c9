package io.dbintel.core.engine;

import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ComponentContext;
import java.util.List;

/** The context of a component in an instance that is nothing else. */
public final class BenchComponents {
  private BenchComponents() {}

  /** A context on this machine's clock, without chance. */
  public static ComponentContext context(String id) {
    return component(id);
  }

  static Components.Component component(String id) {
    Clock clock = Clock.system();
    return new Components(
            "bench",
            clock,
            Vocabulary.core(),
            () -> null,
            new HealthBoard(clock),
            log(clock),
            List::of)
        .ready(id);
  }

  static BoundaryLog log(Clock clock) {
    return new BoundaryLog(System.getLogger("io.dbintel.bench"), clock, "bench");
  }
}
