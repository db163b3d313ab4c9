package io.dbintel.jdbc.observe;

import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Stability;
import java.util.Set;

/** What statement collectors measure of the server's own table of statements. */
public final class StatementMeasurements {
  private StatementMeasurements() {}

  /** How many statements the server keeps. */
  public static final EventType ENTRIES =
      measurement(
          "dbintel.statements.entries", Instrument.Kind.GAUGE, "{statement}", "Statements kept.");

  /** How many it can keep. */
  public static final EventType MAX =
      measurement(
          "dbintel.statements.max", Instrument.Kind.GAUGE, "{statement}", "Statements at most.");

  /** How often it threw statements out to make room: what these had counted since is lost. */
  public static final EventType DEALLOCATIONS =
      measurement(
          "dbintel.statements.deallocations",
          Instrument.Kind.COUNTER,
          "{deallocation}",
          "How often the server threw out statements, with their counters.");

  /** All of the above. */
  public static Set<EventType> all() {
    return Set.of(ENTRIES, MAX, DEALLOCATIONS);
  }

  private static EventType measurement(
      String name, Instrument.Kind kind, String unit, String description) {
    Instrument instrument = new Instrument(kind, Instrument.ValueType.LONG, unit);
    return EventType.measurement(name, instrument, Stability.DEVELOPMENT, description);
  }
}
