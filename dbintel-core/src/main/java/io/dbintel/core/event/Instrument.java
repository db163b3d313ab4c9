package io.dbintel.core.event;

import java.util.Objects;

/**
 * How a measurement adds up.
 *
 * <p>Immutable and thread-safe.
 *
 * @param kind what the values of one series mean together
 * @param valueType whether values are integers or floats
 * @param unit the UCUM unit: {@code s}, {@code By}, {@code {session}}, {@code 1} for a ratio
 */
public record Instrument(Kind kind, ValueType valueType, String unit) {

  /** What the values of one series mean together. */
  public enum Kind {
    /** Only rises; each event carries the increase since the one before. */
    COUNTER,
    /** Rises and falls and adds up over series; each event carries the current value. */
    UP_DOWN_COUNTER,
    /** The current value of something that does not add up. */
    GAUGE
  }

  /** The type of the values. */
  public enum ValueType {
    /** 64-bit integers. */
    LONG,
    /** 64-bit floats. */
    DOUBLE
  }

  /** Checks that nothing is missing. */
  public Instrument {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(valueType, "valueType");
    Objects.requireNonNull(unit, "unit");
  }
}
