package io.dbintel.jdbc.metrics;

import io.dbintel.core.event.AttrKey;
import io.dbintel.jdbc.metrics.MetricRows.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes series of rows: rows with the same labels become one, the first few by rank stay, and the
 * rest become one more under the label {@value #OTHER}, so that sums stay right. Used once.
 */
final class SeriesFold {
  static final String OTHER = "other";

  private final MetricRows rows;
  private final Map<List<String>, long[]> groups = new LinkedHashMap<>();
  private int folded;

  /** Where series go. */
  interface Sink {
    /**
     * Takes one.
     *
     * @param labels the attributes, in the order in which the table names them; none is empty
     */
    void take(MetricSpec metric, Map<AttrKey<String>, String> labels, long value);
  }

  SeriesFold(MetricRows rows) {
    this.rows = rows;
  }

  /** Adds a row, with increases in the place of counters. */
  void add(Line line, long[] values) {
    merge(groups, line.labels(), values, rows.metrics());
  }

  /** How many of what has labels of its own became part of the rest. */
  int folded() {
    return folded;
  }

  /**
   * Hands all series on.
   *
   * @param limit how many stay by themselves
   * @param rest what stands in a column of the rest, where that is not {@value #OTHER}
   */
  void emit(int limit, Map<String, String> rest, Sink sink) {
    List<MetricSpec> metrics = rows.metrics();
    Map<List<String>, long[]> kept = ranked(limit, rest);
    for (int i = 0; i < metrics.size(); i++) {
      MetricSpec metric = metrics.get(i);
      Map<Map<AttrKey<String>, String>, long[]> series = new LinkedHashMap<>();
      for (Map.Entry<List<String>, long[]> group : kept.entrySet()) {
        long value = group.getValue()[i];
        if (value != MetricIncreases.ABSENT) {
          merge(series, labels(metric, group.getKey()), new long[] {value}, List.of(metric));
        }
      }
      series.forEach((labels, value) -> sink.take(metric, labels, value[0]));
    }
  }

  private Map<List<String>, long[]> ranked(int limit, Map<String, String> rest) {
    if (groups.size() <= limit) {
      return groups;
    }
    List<Map.Entry<List<String>, long[]>> all = new ArrayList<>(groups.entrySet());
    all.sort(
        Comparator.<Map.Entry<List<String>, long[]>>comparingDouble(
                group -> -rank(group.getValue()))
            .thenComparing(group -> group.getKey().toString()));
    List<String> other =
        rows.labelColumns().stream().map(column -> rest.getOrDefault(column, OTHER)).toList();
    Map<List<String>, long[]> kept = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      merge(kept, i < limit ? all.get(i).getKey() : other, all.get(i).getValue(), rows.metrics());
    }
    folded = all.size() - limit;
    return kept;
  }

  private double rank(long[] values) {
    double rank = 0;
    for (int i = 0; i < values.length; i++) {
      MetricSpec metric = rows.metrics().get(i);
      if (values[i] != MetricIncreases.ABSENT && rows.query().rank().contains(metric.column())) {
        rank += metric.isDouble() ? Double.longBitsToDouble(values[i]) : values[i];
      }
    }
    return rank;
  }

  private Map<AttrKey<String>, String> labels(MetricSpec metric, List<String> columns) {
    Map<AttrKey<String>, String> labels = new LinkedHashMap<>();
    for (SeriesLabel label : metric.labels()) {
      String text =
          label.fromColumn()
              ? columns.get(rows.labelColumns().indexOf(label.text()))
              : label.text();
      if (!text.isEmpty()) {
        labels.put(label.key(), text);
      }
    }
    return labels;
  }

  private static <K> void merge(
      Map<K, long[]> into, K key, long[] values, List<MetricSpec> metrics) {
    long[] sums = into.get(key);
    if (sums == null) {
      into.put(key, values.clone());
      return;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = together(metrics.get(i), sums[i], values[i]);
    }
  }

  private static long together(MetricSpec metric, long one, long more) {
    if (one == MetricIncreases.ABSENT || more == MetricIncreases.ABSENT) {
      return one == MetricIncreases.ABSENT ? more : one;
    }
    return metric.isDouble()
        ? Double.doubleToRawLongBits(
            metric.together().of(Double.longBitsToDouble(one), Double.longBitsToDouble(more)))
        : metric.together().of(one, more);
  }
}
