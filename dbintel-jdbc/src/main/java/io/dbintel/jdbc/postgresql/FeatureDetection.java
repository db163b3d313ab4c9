package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.pool.Connections;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.ReadSettings;
import io.dbintel.jdbc.pool.Row;
import io.dbintel.jdbc.pool.SqlResource;
import io.dbintel.jdbc.pool.Work;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a server offers. Each question has a transaction of its own, so that one the
 * server refuses or does not answer in time spoils no other. Only a lost connection ends it.
 */
final class FeatureDetection {
  private static final SqlResource CHANNEL = SqlResource.of(FeatureDetection.class, "channel");
  private static final SqlResource SETTINGS = SqlResource.of(FeatureDetection.class, "settings");
  private static final SqlResource EXTENSIONS =
      SqlResource.of(FeatureDetection.class, "extensions");
  private static final SqlResource TIERS = SqlResource.of(FeatureDetection.class, "tiers");
  private static final SqlResource PROVIDER = SqlResource.of(FeatureDetection.class, "provider");
  private static final SqlResource PROBE =
      SqlResource.of(FeatureDetection.class, "statements-probe");

  private static final String STATEMENTS = "pg_stat_statements";

  private final Connections connections;
  private final ReadSettings limits;

  FeatureDetection(Connections connections, ReadSettings limits) {
    this.connections = connections;
    this.limits = limits;
  }

  private record Extension(String name, String version, String schema) {
    static Extension read(Row row) throws SQLException {
      return new Extension(row.text("name"), row.text("version"), row.text("schema"));
    }
  }

  private record Found(@Nullable Setting setting, @Nullable String hidden) {
    static Found read(Row row) throws SQLException {
      String name = row.text("name");
      String value = row.textOrNull("value");
      return new Found(
          value == null ? null : new Setting(name, value, row.text("unit")),
          row.flag("hidden") ? name : null);
    }
  }

  /**
   * Asks everything.
   *
   * @throws DatabaseException if the connection was lost or there is none
   */
  PostgresFeatures detect(ServerFacts server) throws DatabaseException {
    Answer<List<Extension>> extensions =
        ask(List.of(), reading -> reading.list(EXTENSIONS, Extension::read));
    Answer<List<Found>> settings = ask(List.of(), reading -> reading.list(SETTINGS, Found::read));
    String schema = schemaOf(extensions.value());
    return new PostgresFeatures(
        server.versionNum(),
        server.standby(),
        server.address(),
        server.port(),
        server.role(),
        server.database(),
        channel(),
        provider(),
        tiers(),
        new Answer<>(extensions.presence(), versions(extensions.value())),
        new Answer<>(settings.presence(), byName(settings.value())),
        hidden(settings.value()),
        statements(extensions.presence(), schema),
        schema);
  }

  /** The extensions of the database that the limits name, with their versions. */
  Answer<Map<String, String>> extensions() throws DatabaseException {
    Answer<List<Extension>> found =
        ask(List.of(), reading -> reading.list(EXTENSIONS, Extension::read));
    return new Answer<>(found.presence(), versions(found.value()));
  }

  private PostgresFeatures.Channel channel() throws DatabaseException {
    return ask(
            PostgresFeatures.Channel.PLAIN,
            reading ->
                reading.one(
                    CHANNEL,
                    row -> {
                      if (row.flag("ssl")) {
                        return PostgresFeatures.Channel.ENCRYPTED;
                      }
                      return row.flag("local")
                          ? PostgresFeatures.Channel.LOCAL
                          : PostgresFeatures.Channel.PLAIN;
                    }))
        .value();
  }

  private Provider provider() throws DatabaseException {
    List<Provider> marks =
        ask(
                List.<Provider>of(),
                reading -> reading.list(PROVIDER, row -> Provider.valueOf(row.text("provider"))))
            .value();
    return marks.isEmpty() ? Provider.SELF_MANAGED : marks.get(0);
  }

  private Map<Tier, Presence> tiers() throws DatabaseException {
    Answer<Map<Tier, Presence>> asked =
        ask(
            Map.of(),
            reading ->
                reading.one(
                    TIERS,
                    row ->
                        Map.of(
                            Tier.MONITOR, granted(row.flag("monitor")),
                            Tier.PLANS, granted(row.flag("plans")),
                            Tier.LOGS, granted(row.flag("logs")))));
    Map<Tier, Presence> tiers = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      tiers.put(tier, asked.value().getOrDefault(tier, asked.presence()));
    }
    return tiers;
  }

  private Presence statements(Presence extensions, @Nullable String schema)
      throws DatabaseException {
    if (schema == null) {
      return extensions == Presence.PRESENT ? Presence.ABSENT : extensions;
    }
    SqlResource probe = PROBE.with("schema", SqlResource.identifier(schema));
    return ask(0L, reading -> reading.each(probe, row -> {})).presence();
  }

  private <T> Answer<T> ask(T otherwise, Work<T> work) throws DatabaseException {
    try {
      return new Answer<>(Presence.PRESENT, connections.inTransaction(limits, null, work));
    } catch (DatabaseException error) {
      if (isFatal(error.errorClass())) {
        throw error;
      }
      return new Answer<>(Presence.of(error.errorClass()), otherwise);
    }
  }

  private static boolean isFatal(ErrorClass error) {
    return error.isConnectionLoss()
        || error == ErrorClass.POOL_CLOSED
        || error == ErrorClass.AUTHENTICATION
        || error == ErrorClass.TOO_MANY_CONNECTIONS;
  }

  private static Presence granted(boolean yes) {
    return yes ? Presence.PRESENT : Presence.FORBIDDEN;
  }

  private static @Nullable String schemaOf(List<Extension> extensions) {
    for (Extension extension : extensions) {
      if (extension.name().equals(STATEMENTS)) {
        return extension.schema();
      }
    }
    return null;
  }

  private static Map<String, String> versions(List<Extension> extensions) {
    Map<String, String> versions = new TreeMap<>();
    extensions.forEach(extension -> versions.put(extension.name(), extension.version()));
    return Map.copyOf(versions);
  }

  private static Map<String, Setting> byName(List<Found> found) {
    Map<String, Setting> settings = new TreeMap<>();
    for (Found each : found) {
      if (each.setting() != null) {
        settings.put(each.setting().name(), each.setting());
      }
    }
    return Map.copyOf(settings);
  }

  private static List<String> hidden(List<Found> found) {
    List<String> names = new ArrayList<>();
    for (Found each : found) {
      if (each.hidden() != null) {
        names.add(each.hidden());
      }
    }
    return names;
  }
}
