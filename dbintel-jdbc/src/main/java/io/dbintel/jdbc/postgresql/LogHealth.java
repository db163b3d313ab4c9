package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.logs.LogFollower;
import io.dbintel.jdbc.pool.SqlResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Says whether the log can be read, whether there will be plans in it, and whether all of it was:
 * the parts {@code access}, {@code plans} and {@code completeness}.
 */
final class LogHealth {
  private static final String SET_JSONLOG =
      "ALTER SYSTEM SET log_destination = 'jsonlog'; SELECT pg_reload_conf(); -- csvlog before 15";

  private final HealthReporter access;
  private final HealthReporter plans;
  private final HealthReporter completeness;
  private boolean planSeen;

  LogHealth(HealthReporter health) {
    access = health.part("access");
    plans = health.part("plans");
    completeness = health.part("completeness");
  }

  /** A log was there and could be read. */
  void readable() {
    access.up();
  }

  void forbidden(String role) {
    access.report(
        HealthStatus.FORBIDDEN,
        "log_forbidden",
        "our role may not read the server's log over SQL",
        setup(role));
  }

  /** The SQL that lets a role read the log and nothing else, in one line. */
  static String setup(String role) {
    try (InputStream in = LogHealth.class.getResourceAsStream("log-reader-setup.sql")) {
      String sql = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return sql.lines()
          .filter(line -> !line.startsWith("--"))
          .map(String::strip)
          .collect(Collectors.joining(" "))
          .replace("{role}", SqlResource.identifier(role));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read log-reader-setup.sql", unreadable);
    }
  }

  /** Nothing over SQL shows a log. */
  void noFileOfTheServer(LogSettings settings) {
    if (!settings.collector()) {
      access.report(
          HealthStatus.DOWN,
          "log_not_collected",
          "the server writes its log to its standard error output, which no connection can read",
          "ALTER SYSTEM SET logging_collector = on; then restart the server; or say by file where"
              + " its log is on this machine");
    } else {
      access.report(
          HealthStatus.DOWN,
          "log_not_in_files",
          "the server writes its log into no file (log_destination)",
          SET_JSONLOG);
    }
  }

  void noFileHere() {
    access.report(
        HealthStatus.DOWN,
        "log_file_missing",
        "there is no file of the name that is configured",
        "look at file of the collector '" + LogsProvider.NAME + "'");
  }

  void unreadableFile(boolean denied) {
    access.report(
        denied ? HealthStatus.FORBIDDEN : HealthStatus.DOWN,
        "log_file_unreadable",
        denied
            ? "this process may not read the log's file or its directory"
            : "the log's file could not be read",
        "give the process the right to read it (log_file_mode = 0640 and the server's group), or"
            + " leave file out and read it over SQL");
  }

  /** A plan came: whatever settings of ours say, the server logs them. */
  void planSeen() {
    planSeen = true;
  }

  void expectation(LogSettings settings, boolean prefixed) {
    String threshold = settings.minDuration();
    if (settings.isTranslated()) {
      plans.report(
          HealthStatus.DEGRADED,
          "log_translated",
          "the server's messages are not in English (lc_messages): no plan is recognised",
          "ALTER SYSTEM SET lc_messages = 'C'; SELECT pg_reload_conf();");
    } else if (!planSeen && threshold == null) {
      plans.report(
          HealthStatus.DEGRADED,
          "auto_explain_missing",
          "auto_explain is not loaded into our sessions, and no plan came yet",
          "ALTER SYSTEM SET session_preload_libraries = 'auto_explain'; -- keep what else stands"
              + " there; then SET auto_explain.log_min_duration and SELECT pg_reload_conf();");
    } else if (!planSeen && "-1".equals(threshold)) {
      plans.report(
          HealthStatus.DEGRADED,
          "auto_explain_off",
          "auto_explain logs nothing in our sessions, and no plan came yet",
          "ALTER SYSTEM SET auto_explain.log_min_duration = '1s'; SELECT pg_reload_conf();");
    } else if (prefixed && !settings.linePrefix().contains("%d")) {
      plans.report(
          HealthStatus.DEGRADED,
          "log_prefix_without_database",
          "log_line_prefix does not tell the database: plans come without",
          "ALTER SYSTEM SET log_line_prefix = '%m [%p] %q%u@%d '; SELECT pg_reload_conf(); or,"
              + " better, log_destination = 'jsonlog' (csvlog before 15)");
    } else {
      plans.up();
    }
  }

  /**
   * Says what of the log was not read, in the last turn.
   *
   * @param notRecognised how many bytes were in no entry
   */
  void turn(LogFollower.Turn turn, long notRecognised) {
    if (turn.skippedBytes() > 0) {
      completeness.report(
          HealthStatus.DEGRADED,
          "log_skipped",
          "more of the log waited than may: "
              + turn.skippedBytes()
              + " bytes were left out, and the plans in them",
          "raise readingBytes or backlogBytes of the collector '"
              + LogsProvider.NAME
              + "', or have the server log less");
    } else if (turn.filesGone() + turn.filesRestarted() > 0) {
      completeness.report(
          HealthStatus.DEGRADED,
          "log_file_lost",
          "a file of the log was removed or emptied before it may have been read to its end",
          "keep files of the log for some minutes, rename them rather than copy and truncate");
    } else if (turn.readBytes() > 0 && notRecognised > turn.readBytes() * 9 / 10) {
      completeness.report(
          HealthStatus.DEGRADED,
          "log_not_recognised",
          "what stands in the log does not begin as log_line_prefix says",
          SET_JSONLOG);
    } else if (turn.readBytes() > 0) {
      completeness.up();
    }
  }
}
