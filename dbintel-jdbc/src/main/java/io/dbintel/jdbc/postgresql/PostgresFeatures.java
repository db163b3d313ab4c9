package io.dbintel.jdbc.postgresql;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server is and offers to our role, as last seen. Immutable and thread-safe: keep it for the
 * length of one collection and not longer.
 *
 * @param versionNum {@code server_version_num}: 180006 for 18.6
 * @param standby true if the server was in recovery: no primary-only function may be called
 * @param address the server's address, or the host name under which we reach it
 * @param port its port
 * @param role our role, as the server calls it
 * @param database the database we are connected to
 * @param channel how the connection is protected
 * @param provider who runs it
 * @param tiers what our role may see; every tier is a key
 * @param extensions names and versions of the extensions in {@code database}
 * @param settings the settings dbintel looks at, by name; one that the server does not show is not
 *     among them
 * @param hiddenSettings the settings that exist and that our role may not see
 * @param statements whether {@code pg_stat_statements} can be read from {@code database}
 * @param statementsSchema the schema of that extension; null if it is not in {@code database}
 */
public record PostgresFeatures(
    int versionNum,
    boolean standby,
    String address,
    int port,
    String role,
    String database,
    Channel channel,
    Provider provider,
    Map<Tier, Presence> tiers,
    Answer<Map<String, String>> extensions,
    Answer<Map<String, Setting>> settings,
    List<String> hiddenSettings,
    Presence statements,
    @Nullable String statementsSchema) {

  /** How a connection is protected. */
  public enum Channel {
    /** TLS. */
    ENCRYPTED,
    /** Plain text that does not leave the machine, as far as the server can tell. */
    LOCAL,
    /** Plain text over a network. */
    PLAIN
  }

  /** Copies what could change. */
  public PostgresFeatures {
    Objects.requireNonNull(provider, "provider");
    tiers = Map.copyOf(tiers);
    hiddenSettings = List.copyOf(hiddenSettings);
  }

  /** The major version: 18. */
  public int majorVersion() {
    return versionNum / 10_000;
  }

  /** What is known of a tier. */
  public Presence tier(Tier tier) {
    return Objects.requireNonNull(tiers.get(tier), tier.name());
  }

  /** True if our role may use a tier. */
  public boolean has(Tier tier) {
    return tier(tier) == Presence.PRESENT;
  }

  /** A setting; null if the server does not have or does not show it. */
  public @Nullable Setting setting(String name) {
    return settings.value().get(name);
  }

  /** Whether a setting is known, and if not, why. */
  public Presence settingPresence(String name) {
    if (!settings.isPresent()) {
      return settings.presence();
    }
    if (settings.value().containsKey(name)) {
      return Presence.PRESENT;
    }
    return hiddenSettings.contains(name) ? Presence.FORBIDDEN : Presence.ABSENT;
  }

  /** True if the setting is known and on. */
  public boolean isOn(String name) {
    Setting setting = setting(name);
    return setting != null && setting.isOn();
  }

  /** The version of an extension in {@link #database()}; null if it is not there. */
  public @Nullable String extension(String name) {
    return extensions.value().get(name);
  }
}
