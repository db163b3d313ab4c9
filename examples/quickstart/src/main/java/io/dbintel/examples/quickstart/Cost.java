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
 * @param serverSeconds what its own meter says: time on its statements without the round trip
 * @param collections how many collections there were, by outcome
 * @param skipped how many were left out, by reason
 * @param statements how many statements the server counted for the monitoring role
 * @param executionSeconds what the server says it worked on them
 */
record Cost(
    double wallSeconds,
    double serverSeconds,
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
    double serverSeconds =
        metrics.stream()
            .filter(metric -> metric.name().equals("dbintel.target.server_time"))
            .mapToDouble(SelfMetric::value)
            .sum();
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

  /** The larger of what dbintel and what the server says, over the time it watched. */
  double share() {
    return Math.max(serverSeconds, executionSeconds) / wallSeconds;
  }
}
