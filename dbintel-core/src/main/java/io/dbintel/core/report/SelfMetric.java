package io.dbintel.core.report;

import io.dbintel.core.event.Instrument;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One of dbintel's own numbers. Counters are totals since the start.
 *
 * @param name dotted, under {@code dbintel.}
 * @param labels what tells this series from others of the name; bounded
 * @param instrument how it adds up, and its unit
 * @param value the number
 */
public record SelfMetric(
    String name, Map<String, String> labels, Instrument instrument, double value) {
  /** Sorts the labels. */
  public SelfMetric {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(instrument, "instrument");
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  @Override
  public String toString() {
    return name + labels + " " + value + " " + instrument.unit();
  }
}
