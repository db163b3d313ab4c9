package io.dbintel.core.spi;

import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One of dbintel's own numbers. Counters are totals since the start.
 *
 * @param type what is measured: an entry of the vocabulary
 * @param labels what tells this series from others of the name, by attribute names of the
 *     vocabulary; bounded
 * @param value the number
 */
public record SelfMetric(EventType type, Map<String, String> labels, double value) {
  /** Sorts the labels. */
  public SelfMetric {
    Objects.requireNonNull(type.instrument(), "type must be a measurement");
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** The metric's name: dotted, under {@code dbintel.}. */
  public String name() {
    return type.name();
  }

  /** How it adds up, and its unit. */
  public Instrument instrument() {
    return Objects.requireNonNull(type.instrument());
  }

  @Override
  public String toString() {
    return name() + labels + " " + value + " " + instrument().unit();
  }
}
