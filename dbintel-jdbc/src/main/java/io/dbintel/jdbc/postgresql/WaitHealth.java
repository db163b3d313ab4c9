package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.pool.SqlResource;

/**
 * Says whether the profile of waits can be read, all of it: the parts {@code availability} and
 * {@code completeness}, which are not there before there was an extension. Belongs to one writer;
 * not thread-safe.
 */
final class WaitHealth {
  private final HealthReporter health;
  private boolean told;

  WaitHealth(HealthReporter health) {
    this.health = health;
  }

  void absent() {
    if (told) {
      complete();
    }
  }

  void complete() {
    availability().up();
    health.part("completeness").up();
  }

  void notLoaded() {
    availability()
        .report(
            HealthStatus.DOWN,
            "waits_not_loaded",
            "the extension pg_wait_sampling is there but not loaded",
            "Add pg_wait_sampling to shared_preload_libraries, behind pg_stat_statements, and"
                + " restart the server.");
  }

  void forbidden(String schema, PostgresFeatures features) {
    String in = SqlResource.identifier(schema);
    String to = " TO " + SqlResource.identifier(features.role()) + ";";
    availability()
        .report(
            HealthStatus.FORBIDDEN,
            "waits_forbidden",
            "our role may not read pg_wait_sampling_profile",
            "GRANT USAGE ON SCHEMA "
                + in
                + to
                + " GRANT SELECT ON "
                + in
                + ".pg_wait_sampling_profile"
                + to
                + " GRANT EXECUTE ON FUNCTION "
                + in
                + ".pg_wait_sampling_get_profile()"
                + to);
  }

  void tooMany(int max) {
    told = true;
    health
        .part("completeness")
        .report(
            HealthStatus.DOWN,
            "too_many_waits",
            "the profile has more than " + max + " entries: none are told",
            "SELECT pg_wait_sampling_reset_profile(); from time to time, because the extension"
                + " forgets no entry"
                + (max < WaitsConfig.MAX_ENTRIES
                    ? ", or raise maxEntries of the collector '"
                        + WaitsProvider.NAME
                        + "' ("
                        + WaitsConfig.MAX_ENTRIES
                        + " at most)"
                    : ""));
  }

  void badRows(long rows) {
    health
        .part("completeness")
        .report(
            HealthStatus.DEGRADED,
            "bad_rows",
            rows + " entries of the profile could not be read: none are told",
            "Report it with the version of the extension.");
  }

  private HealthReporter availability() {
    told = true;
    return health.part("availability");
  }
}
