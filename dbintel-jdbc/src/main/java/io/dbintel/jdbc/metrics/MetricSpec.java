package io.dbintel.jdbc.metrics;

import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import java.util.List;
import java.util.Objects;

/**
 * One row of a {@link MetricTable}: where the values of a metric come from.
 *
 * @param type the metric, with its instrument
 * @param versions the servers that have it
 * @param column the column of the statement that holds the value
 * @param scale what the value is in; {@link Scale#NONE} if it is in the metric's unit
 * @param labels its attributes
 * @param together what several series are together
 */
public record MetricSpec(
    EventType type,
    VersionRange versions,
    String column,
    Scale scale,
    List<SeriesLabel> labels,
    Together together) {

  /** What a server gives a value in, where that is not the metric's unit. */
  public enum Scale {
    /** As it is. */
    NONE,
    /** Milliseconds, told in seconds. */
    MS,
    /** Pages of the server's block size, told in bytes. */
    BLOCKS
  }

  /** Copies the labels. */
  public MetricSpec {
    labels = List.copyOf(labels);
  }

  /** How the metric adds up. */
  public Instrument instrument() {
    return Objects.requireNonNull(type.instrument());
  }

  /** True if each event carries an increase. */
  public boolean isCounter() {
    return instrument().kind() == Instrument.Kind.COUNTER;
  }

  boolean isDouble() {
    return instrument().valueType() == Instrument.ValueType.DOUBLE;
  }
}
