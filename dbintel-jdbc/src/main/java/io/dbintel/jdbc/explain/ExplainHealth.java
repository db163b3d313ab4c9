package io.dbintel.jdbc.explain;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.postgresql.PostgresFeatures;
import io.dbintel.jdbc.postgresql.Tier;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says whether there are statements to explain, whether our role may, and why plans are missing:
 * the parts {@code statements}, {@code privileges} and {@code coverage}. Belongs to one writer.
 */
final class ExplainHealth {
  private final HealthReporter statements;
  private final HealthReporter privileges;
  private final HealthReporter coverage;

  ExplainHealth(HealthReporter health) {
    statements = health.part("statements");
    privileges = health.part("privileges");
    coverage = health.part("coverage");
  }

  void statementsUnknown() {
    statements.report(
        HealthStatus.DEGRADED,
        "no_statements",
        "nobody tells which statements run: there is nothing to explain",
        "leave the collector 'statements' on; its health says what it lacks");
  }

  void statementsKnown() {
    statements.up();
  }

  /**
   * Says what is missing, if an operator can do something about it.
   *
   * @param missing how many statements have no plan, by reason
   * @param all how many statements are known
   */
  void tell(Map<NoPlan, Integer> missing, int all, PostgresFeatures features, boolean helper) {
    Integer forbidden = missing.get(NoPlan.FORBIDDEN);
    if (forbidden == null) {
      privileges.up();
    } else {
      privileges.report(
          HealthStatus.FORBIDDEN,
          "plans_forbidden",
          forbidden + " of " + all + " statements are not planned: a role needs what they need",
          helper
              ? "grant the owner of the helper function what these statements need"
              : Tier.PLANS.grant(features.role(), features.majorVersion())
                  + " For what changes data, make the helper function of the guide.");
    }
    Map<String, Integer> worth = new TreeMap<>();
    missing.forEach(
        (reason, count) -> {
          switch (reason) {
            case SEARCH_PATH, TIMEOUT, OTHER_DATABASE, FAILED, USER_FUNCTION ->
                worth.put(reason.code(), count);
            default -> {}
          }
        });
    if (worth.isEmpty()) {
      coverage.up();
    } else {
      coverage.report(
          HealthStatus.DEGRADED,
          "plans_missing",
          "of " + all + " statements these have no plan: " + worth,
          "The guide says what each reason means and what can be done about it.");
    }
  }
}
