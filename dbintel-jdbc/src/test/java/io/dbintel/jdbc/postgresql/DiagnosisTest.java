package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DiagnosisTest {
  private final Map<String, Setting> settings = new TreeMap<>();
  private List<String> hidden = List.of();
  private Presence statements = Presence.PRESENT;
  private PostgresFeatures.Channel channel = PostgresFeatures.Channel.ENCRYPTED;
  private boolean standby;
  private @Nullable String systemIdentifier = "7300000000000000000";

  @Test
  void saysNothingOfAServerThatIsWell() {
    set("compute_query_id", "auto", "");
    set("track_io_timing", "on", "");
    set("track_activity_query_size", "16384", "B");
    assertThat(diagnose()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "track_io_timing, io_timing_off",
    "track_activities, activities_off",
    "track_counts, counts_off",
    "compute_query_id, query_id_off"
  })
  void whatIsOffComesWithTheSqlThatTurnsItOn(String setting, String code) {
    set(setting, "off", "");
    assertThat(diagnose())
        .containsExactly(
            new Finding(
                code,
                diagnose().get(0).message(),
                "ALTER SYSTEM SET " + setting + " = on; SELECT pg_reload_conf();"));
  }

  @Test
  void preloadKeepsWhatIsLoadedAndIsAListAndNotOneName() {
    statements = Presence.BROKEN;
    set("shared_preload_libraries", "auto_explain, \"$libdir/other\"", "");
    assertThat(diagnose())
        .singleElement()
        .extracting(Finding::remedy)
        .isEqualTo(
            "ALTER SYSTEM SET shared_preload_libraries = 'auto_explain', '$libdir/other',"
                + " 'pg_stat_statements'; and restart the server.");
  }

  @Test
  void preloadWarnsWhenWhatIsLoadedCannotBeSeen() {
    statements = Presence.BROKEN;
    hidden = List.of("shared_preload_libraries");
    assertThat(diagnose()).singleElement().asString().contains("keep that too");
  }

  @Test
  void missingExtensionThatIsNotLoadedNeedsBoth() {
    statements = Presence.ABSENT;
    set("shared_preload_libraries", "", "");
    assertThat(diagnose())
        .singleElement()
        .extracting(Finding::remedy)
        .asString()
        .startsWith("ALTER SYSTEM")
        .endsWith("Then: CREATE EXTENSION pg_stat_statements;");
  }

  @Test
  void plainTextAndStandbyAreSaid() {
    channel = PostgresFeatures.Channel.PLAIN;
    standby = true;
    assertThat(diagnose()).extracting(Finding::code).containsExactly("tls_disabled", "standby");
  }

  @Test
  void serverKnownByItsAddressAloneIsSaid() {
    systemIdentifier = null;
    assertThat(diagnose()).extracting(Finding::code).containsExactly("identity_by_address");
  }

  @Test
  void rolesAreQuotedInGrants() {
    assertThat(Tier.MONITOR.grant("a\"b; drop", 18))
        .isEqualTo("GRANT pg_monitor TO \"a\"\"b; drop\";");
    assertThat(Tier.PLANS.grant("r", 13)).contains("GRANT SELECT ON ALL TABLES");
  }

  private void set(String name, String value, String unit) {
    settings.put(name, new Setting(name, value, unit));
  }

  private List<Finding> diagnose() {
    return Diagnosis.of(
        new ServerFacts(
            180006,
            standby,
            "db.example",
            5432,
            1,
            "monitor",
            "orders",
            systemIdentifier,
            1,
            List.of("orders")),
        new PostgresFeatures(
            180006,
            standby,
            "db.example",
            5432,
            "monitor",
            "orders",
            channel,
            Provider.SELF_MANAGED,
            Map.of(
                Tier.MONITOR, Presence.PRESENT,
                Tier.PLANS, Presence.PRESENT,
                Tier.LOGS, Presence.PRESENT),
            new Answer<>(Presence.PRESENT, Map.of()),
            new Answer<>(Presence.PRESENT, settings),
            hidden,
            statements,
            "public"));
  }
}
