package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.pool.SqlResource;
import java.util.List;

/**
 * Says whether statements can be read, and all of them: the parts {@code availability}, {@code
 * visibility} and {@code completeness}.
 */
final class StatementHealth {
  private final HealthReporter availability;
  private final HealthReporter visibility;
  private final HealthReporter completeness;

  StatementHealth(HealthReporter health) {
    availability = health.part("availability");
    visibility = health.part("visibility");
    completeness = health.part("completeness");
  }

  void missing(List<Finding> findings) {
    unavailable(
        HealthStatus.DOWN,
        "statements_missing",
        "the extension pg_stat_statements is not in our database: there are no numbers per"
            + " statement",
        remedy(findings, "statements_missing", "CREATE EXTENSION pg_stat_statements;"));
  }

  void notLoaded(List<Finding> findings) {
    unavailable(
        HealthStatus.DOWN,
        "statements_not_loaded",
        "the extension pg_stat_statements is there but not loaded",
        remedy(
            findings,
            "statements_not_loaded",
            "Add pg_stat_statements to shared_preload_libraries and restart the server."));
  }

  void forbidden(StatementFunctions functions, PostgresFeatures features) {
    String schema = SqlResource.identifier(functions.schema());
    String role = SqlResource.identifier(features.role());
    String info = functions.hasInfo() ? ", " + schema + ".pg_stat_statements_info()" : "";
    unavailable(
        HealthStatus.FORBIDDEN,
        "statements_forbidden",
        "our role may not read pg_stat_statements",
        "GRANT USAGE ON SCHEMA "
            + schema
            + " TO "
            + role
            + "; GRANT EXECUTE ON FUNCTION "
            + schema
            + ".pg_stat_statements(boolean)"
            + info
            + " TO "
            + role
            + ";");
  }

  void tooMany(int max) {
    completeness.report(
        HealthStatus.DOWN,
        "too_many_statements",
        "the server keeps more than " + max + " statements: none are told",
        "raise maxStatements of the collector '"
            + StatementsProvider.NAME
            + "', or lower pg_stat_statements.max");
  }

  void badRows(long rows) {
    completeness.report(
        HealthStatus.DEGRADED,
        "bad_rows",
        rows + " statements of the last reading could not be read",
        "");
  }

  void complete() {
    availability.up();
    completeness.up();
  }

  void hidden(long rows, PostgresFeatures features) {
    if (rows == 0) {
      visibility.up();
      return;
    }
    visibility.report(
        HealthStatus.FORBIDDEN,
        "insufficient_privilege",
        rows + " statements are hidden from our role, which sees only its own",
        Tier.MONITOR.grant(features.role(), features.majorVersion()));
  }

  private void unavailable(HealthStatus status, String reason, String message, String remedy) {
    availability.report(status, reason, message, remedy);
  }

  /** The diagnosis knows more of the server, but looks at it less often. */
  private static String remedy(List<Finding> findings, String code, String otherwise) {
    for (Finding finding : findings) {
      if (finding.code().equals(code)) {
        return finding.remedy();
      }
    }
    return otherwise;
  }
}
