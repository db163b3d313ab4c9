package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.pool.SqlResource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What an operator should change on a server, told from what is known of it alone. */
final class Diagnosis {
  private static final String STATEMENTS = "pg_stat_statements";
  private static final String PRELOAD = "shared_preload_libraries";

  /** PostgreSQL's default of 1 kB cuts the statements of most object-relational mappers. */
  private static final long QUERY_SIZE_BYTES = 4096;

  private final PostgresFeatures features;
  private final List<Finding> findings = new ArrayList<>();

  private Diagnosis(PostgresFeatures features) {
    this.features = features;
  }

  static List<Finding> of(ServerFacts facts, PostgresFeatures features) {
    Diagnosis diagnosis = new Diagnosis(features);
    diagnosis.identity(facts);
    diagnosis.version();
    diagnosis.monitor();
    diagnosis.statements();
    diagnosis.settings();
    diagnosis.channel();
    diagnosis.standby();
    return List.copyOf(diagnosis.findings);
  }

  private void identity(ServerFacts facts) {
    if (facts.systemIdentifier() == null) {
      add(
          "identity_by_address",
          "our role may not ask for the server's identifier: the server is known by its address"
              + " alone, and the same server under another address is taken for another",
          "GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system(),"
              + " pg_catalog.pg_control_checkpoint() TO "
              + SqlResource.identifier(features.role())
              + ";");
    }
  }

  private void version() {
    if (features.majorVersion() < 13) {
      add(
          "version_not_supported",
          "the server is PostgreSQL "
              + features.majorVersion()
              + "; dbintel is tested from 13 on and shows less before",
          "Upgrade the server.");
    }
  }

  /** Only the tier that every collector needs: to be without the others is right for most roles. */
  private void monitor() {
    Presence presence = features.tier(Tier.MONITOR);
    if (presence != Presence.PRESENT) {
      add(
          Tier.MONITOR.part() + (presence == Presence.FORBIDDEN ? "_forbidden" : "_unknown"),
          Tier.MONITOR.without(),
          Tier.MONITOR.grant(features.role(), features.majorVersion()));
    }
  }

  private void statements() {
    switch (features.statements()) {
      case PRESENT -> {}
      case ABSENT ->
          add(
              "statements_missing",
              "the extension pg_stat_statements is not in database "
                  + features.database()
                  + ": there are no numbers per statement",
              (isNotPreloaded() ? preload() + " Then: " : "")
                  + "CREATE EXTENSION pg_stat_statements;");
      case FORBIDDEN ->
          add(
              "statements_forbidden",
              "our role may not read pg_stat_statements",
              Tier.MONITOR.grant(features.role(), features.majorVersion()));
      case TIMED_OUT ->
          add(
              "statements_timed_out",
              "pg_stat_statements did not answer in time",
              "Lower pg_stat_statements.max, or raise the target's statementTimeout.");
      case BROKEN ->
          add(
              "statements_not_loaded",
              "the extension pg_stat_statements is there but cannot be read: it is not loaded",
              preload());
    }
  }

  /** True only if the server shows the setting: a role that may not see it knows nothing. */
  private boolean isNotPreloaded() {
    Setting libraries = features.setting(PRELOAD);
    return libraries != null && !libraries.value().contains(STATEMENTS);
  }

  private String preload() {
    Setting libraries = features.setting(PRELOAD);
    String present = libraries == null ? "" : libraries.value();
    String wanted = present.isBlank() ? STATEMENTS : present + "," + STATEMENTS;
    String caution =
        features.settingPresence(PRELOAD) == Presence.FORBIDDEN
            ? " (our role cannot see what is loaded now: keep that too)"
            : "";
    return "ALTER SYSTEM SET shared_preload_libraries = "
        + list(wanted)
        + "; and restart the server"
        + caution
        + '.';
  }

  /** A list setting is written as separate literals: in one, it would be one library's name. */
  private static String list(String names) {
    List<String> literals = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      if (!name.isBlank()) {
        literals.add('\'' + name.strip().replace("\"", "").replace("'", "''") + '\'');
      }
    }
    return String.join(", ", literals);
  }

  private void settings() {
    if (!features.settings().isPresent()) {
      add("settings_unknown", "the server's settings could not be read", "");
      return;
    }
    Setting queryId = features.setting("compute_query_id");
    if (queryId != null
        && (queryId.value().equals("off")
            || (queryId.value().equals("auto") && features.statements() != Presence.PRESENT))) {
      add(
          "query_id_off",
          "compute_query_id is "
              + queryId.value()
              + ": sessions and plans cannot be joined with statements",
          "ALTER SYSTEM SET compute_query_id = on; SELECT pg_reload_conf();");
    }
    expectOn(
        "track_activities",
        "activities_off",
        "track_activities is off: what sessions run and wait for is not known");
    expectOn(
        "track_counts",
        "counts_off",
        "track_counts is off: tables have no statistics, and autovacuum does not work");
    expectOn(
        "track_io_timing",
        "io_timing_off",
        "track_io_timing is off: how long reads and writes take is not known");
    querySize();
  }

  private void querySize() {
    Setting size = features.setting("track_activity_query_size");
    OptionalLong bytes = size == null ? OptionalLong.empty() : size.bytes();
    if (bytes.isPresent() && bytes.getAsLong() < QUERY_SIZE_BYTES) {
      add(
          "query_size_small",
          "track_activity_query_size is "
              + bytes.getAsLong()
              + " bytes: longer statements are cut in what sessions show",
          "ALTER SYSTEM SET track_activity_query_size = "
              + QUERY_SIZE_BYTES
              + "; and restart the server.");
    }
  }

  private void expectOn(String setting, String code, String message) {
    Setting value = features.setting(setting);
    if (value != null && !value.isOn()) {
      add(code, message, "ALTER SYSTEM SET " + setting + " = on; SELECT pg_reload_conf();");
    }
  }

  private void channel() {
    switch (features.channel()) {
      case ENCRYPTED -> {}
      case LOCAL ->
          add("tls_disabled_local", "the connection is plain text, and stays on the machine", "");
      case PLAIN ->
          add(
              "tls_disabled",
              "the connection is plain text over a network: the password, statements and rows can"
                  + " be read on the way",
              "Set ssl = on on the server and leave out .tls(…), or set sslmode=verify-full on the"
                  + " borrowed DataSource.");
    }
  }

  private void standby() {
    if (features.standby()) {
      add(
          "standby",
          "the server is a standby: what only a primary knows is not collected here",
          "");
    }
  }

  private void add(String code, String message, String remedy) {
    findings.add(new Finding(code, message, remedy));
  }
}
