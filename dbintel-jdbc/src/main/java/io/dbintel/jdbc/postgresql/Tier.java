package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.pool.SqlResource;
import java.util.Locale;

/** What our role may see: each tier works without the others. */
public enum Tier {
  /** Statements, sessions and the server, of all roles. */
  MONITOR("pg_monitor", "our role sees only its own sessions and statements"),
  /** Plans of SELECT statements: planning needs SELECT on the tables. */
  PLANS("pg_read_all_data", "our role cannot plan statements on tables it may not read"),
  /** The server's log, read over SQL. */
  LOGS("", "our role cannot read the server's log over SQL");

  private final String group;
  private final String without;

  Tier(String group, String without) {
    this.group = group;
    this.without = without;
  }

  /** The tier as a part of the target's health. */
  public String part() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it means not to have it. */
  String without() {
    return without;
  }

  /**
   * The SQL that grants it, to be run by an administrator.
   *
   * @param role our role, as the server calls it
   * @param majorVersion the server's
   */
  public String grant(String role, int majorVersion) {
    String to = SqlResource.identifier(role);
    return switch (this) {
      case MONITOR -> "GRANT " + group + " TO " + to + ";";
      case PLANS ->
          majorVersion >= 14
              ? "GRANT " + group + " TO " + to + "; -- wide: it may read every table"
              : "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + to + "; -- for each schema";
      case LOGS -> LogHealth.setup(role);
    };
  }
}
