package io.dbintel.jdbc.observe;

import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Stability;
import java.util.Set;

/** What session samplers measure. */
public final class SessionMeasurements {
  private SessionMeasurements() {}

  /**
   * Average sessions since the last measurement, by state, wait class and kind; where the state is
   * {@code active} and the kind is {@code client} or {@code parallel_worker}, average active
   * sessions.
   */
  public static final EventType AVERAGE =
      gauge("dbintel.session.average", "{session}", "Sessions by state, wait class and kind.");

  /** Age of the oldest transaction of any session, 0 if there is none. */
  public static final EventType OLDEST_TRANSACTION =
      gauge("dbintel.session.oldest_transaction", "s", "Age of the oldest transaction.");

  /** How long the running session that has waited longest has been waiting, 0 if none waits. */
  public static final EventType LONGEST_WAIT =
      gauge("dbintel.session.longest_wait", "s", "The longest wait of a running session.");

  /** All of the above. */
  public static Set<EventType> all() {
    return Set.of(AVERAGE, OLDEST_TRANSACTION, LONGEST_WAIT);
  }

  private static EventType gauge(String name, String unit, String description) {
    Instrument instrument =
        new Instrument(Instrument.Kind.GAUGE, Instrument.ValueType.DOUBLE, unit);
    return EventType.measurement(name, instrument, Stability.DEVELOPMENT, description);
  }
}
