package io.dbintel.jdbc.observe;

import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.Stability;
import java.util.Set;

/** What is told of waits that a server counts by itself, with {@code dbintel.wait.source}. */
public final class WaitMeasurements {
  private WaitMeasurements() {}

  /** How long all sessions together waited, by wait event. */
  public static final EventType TIME =
      EventType.measurement(
          "dbintel.wait.time",
          new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.DOUBLE, "s"),
          Stability.DEVELOPMENT,
          "How long sessions waited, all together, as the server counted it.");

  /** How long a statement waited for one thing, or what the rest of them waited. */
  public static final EventType QUERY_WAITS =
      EventType.occurrence(
          "dbintel.query.waits",
          Priority.NORMAL,
          Stability.DEVELOPMENT,
          "How long a statement waited for something in an interval; with dbintel.wait.others, how"
              + " long the rest did.");

  /** All of the above. */
  public static Set<EventType> all() {
    return Set.of(TIME, QUERY_WAITS);
  }
}
