package io.dbintel.bench;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.spi.SelfMetric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * dbintel's numbers of itself at one moment.
 *
 * @param metrics as the instance gives them
 */
record Numbers(List<SelfMetric> metrics) {

  /** The sum of a metric over all its labels. */
  double sum(EventType type) {
    return by(type, "").values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The sums of a metric by one of its labels. */
  Map<String, Double> by(EventType type, String label) {
    Map<String, Double> sums = new TreeMap<>();
    for (SelfMetric metric : metrics) {
      if (metric.name().equals(type.name())) {
        sums.merge(metric.labels().getOrDefault(label, ""), metric.value(), Double::sum);
      }
    }
    return sums;
  }

  /** The most of a metric by collector. */
  Map<String, Double> most(EventType type) {
    Map<String, Double> most = new TreeMap<>();
    for (SelfMetric metric : metrics) {
      if (metric.name().equals(type.name())) {
        String collector = metric.labels().getOrDefault(Attributes.COLLECTOR_NAME.name(), "");
        most.merge(collector, metric.value(), Math::max);
      }
    }
    return most;
  }

  /** Time the server spent, in seconds. */
  double serverSeconds() {
    return sum(SelfMetricTypes.TARGET_SERVER_TIME);
  }
}
