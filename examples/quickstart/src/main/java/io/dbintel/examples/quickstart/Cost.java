package io.dbintel.examples.quickstart;

import io.dbintel.core.spi.SelfMetric;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What dbintel cost the server.
 *
 * @param wallSeconds how long it watched
 * @param serverSeconds what its own meter says of each turn: time on its statements without the
 *     round trip
 * @param collections how many collections there were, by outcome
 * @param skipped how many were left out, by reason
 * @param statements how many statements the server counted for the monitoring role
 * @param executionSeconds what the server says it worked on them
 */
record Cost(
    double wallSeconds,
    Map<String, Double> serverSeconds,
    Map<String, Long> collections,
    Map<String, Long> skipped,
    long statements,
    double executionSeconds) {
  private static final String STATEMENTS =
      """
      SELECT coalesce(sum(calls), 0)::bigint, coalesce(sum(total_exec_time), 0) / 1000
      FROM pg_stat_statements
      WHERE userid = ?::regrole
      """;

  static Cost of(List<SelfMetric> metrics, double wallSeconds, EmbeddedServer server)
      throws SQLException {
    Map<String, Double> serverSeconds = new TreeMap<>();
    for (SelfMetric metric : metrics) {
      if (metric.name().equals("dbintel.target.server_time")) {
        serverSeconds.merge(metric.labels().get("dbintel.turn"), metric.value(), Double::sum);
      }
    }
    try (Connection admin = server.connectAsSuperuser();
        PreparedStatement counted = admin.prepareStatement(STATEMENTS)) {
      counted.setString(1, EmbeddedServer.MONITOR);
      try (ResultSet row = counted.executeQuery()) {
        row.next();
        return new Cost(
            wallSeconds,
            serverSeconds,
            counted(metrics, "dbintel.collection.count", "dbintel.outcome"),
            counted(metrics, "dbintel.collection.skipped", "dbintel.reason"),
            row.getLong(1),
            row.getDouble(2));
      }
    }
  }

  private static Map<String, Long> counted(List<SelfMetric> metrics, String name, String label) {
    Map<String, Long> counts = new TreeMap<>();
    for (SelfMetric metric : metrics) {
      if (metric.name().equals(name)) {
        counts.merge(metric.labels().get(label), (long) metric.value(), Long::sum);
      }
    }
    return counts;
  }

  /** What the turn that costs most takes of the time, by dbintel's own meter. */
  double dearest() {
    return serverSeconds.values().stream()
        .mapToDouble(seconds -> seconds / wallSeconds)
        .max()
        .orElse(0);
  }

  /** What the server says it worked for dbintel, over the time it watched. */
  double execution() {
    return executionSeconds / wallSeconds;
  }
}
