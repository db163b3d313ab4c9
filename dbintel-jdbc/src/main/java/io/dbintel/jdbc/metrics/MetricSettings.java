package io.dbintel.jdbc.metrics;

import java.time.Duration;
import java.util.Map;

/**
 * How a {@link MetricCollector} reads its table.
 *
 * @param system {@code db.system.name}
 * @param interval from collection to collection
 * @param maxRows how many rows of a statement are looked at
 * @param limits how many rows are told by themselves, by the names that the table uses
 * @param places numbers to fill into statements, by the names of their places
 * @param origin the statement that says which run of which server answers, by {@code now_micros}
 *     and {@code started_micros}, and whether our role is of the monitor tier at this moment, by
 *     {@code monitor}; empty for none
 * @param maxDatabases how many databases are visited in one collection; then it is others' turn
 */
public record MetricSettings(
    String system,
    Duration interval,
    int maxRows,
    Map<String, Integer> limits,
    Map<String, Integer> places,
    String origin,
    int maxDatabases) {
  /** Copies the maps. */
  public MetricSettings {
    limits = Map.copyOf(limits);
    places = Map.copyOf(places);
  }
}
