package io.dbintel.otel;

import io.dbintel.core.spi.ExportResult;
import java.util.HashMap;
import java.util.Map;

/** What of one export was not handed on, by reason. Not thread-safe. */
final class Refusals {
  static final String LOGS_DISABLED = "logs_disabled";
  static final String METRICS_DISABLED = "metrics_disabled";
  static final String NO_VALUE = "no_value";
  static final String NOT_FINITE = "not_finite";
  static final String NEGATIVE = "negative_counter";
  static final String SERIES_LIMIT = "series_limit";
  static final String METRIC_LIMIT = "metric_limit";
  static final String FAILED = "opentelemetry_failed";

  private final Map<String, Integer> byReason = new HashMap<>();

  void add(String reason) {
    add(reason, 1);
  }

  void add(String reason, int events) {
    byReason.merge(reason, events, Integer::sum);
  }

  ExportResult result() {
    return byReason.isEmpty() ? ExportResult.exported() : ExportResult.partlyExported(byReason);
  }
}
