package io.dbintel.jdbc.metrics;

import java.util.List;
import java.util.stream.IntStream;

/** Puts increases into the places of a row's counters. Used for one read. */
final class RowIncreases {
  private final int[] places;
  private final boolean[] doubles;

  RowIncreases(MetricRows rows) {
    List<MetricSpec> metrics = rows.metrics();
    places = IntStream.range(0, metrics.size()).filter(i -> metrics.get(i).isCounter()).toArray();
    doubles = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      doubles[i] = metrics.get(places[i]).isDouble();
    }
  }

  long[] of(MetricRows.Line line, MetricIncreases.Group group, long epochMicros) {
    if (places.length == 0) {
      return line.values();
    }
    long[] counters = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      counters[i] = line.values()[places[i]];
    }
    long[] increases =
        group.increases(line.key(), line.resetMicros(), epochMicros, counters, doubles);
    long[] values = line.values().clone();
    for (int i = 0; i < places.length; i++) {
      values[places[i]] = increases[i];
    }
    return values;
  }
}
