package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.observe.SafeName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says how a target is, part by part: {@code tls}, {@code databases} and {@code monitor}. The other
 * tiers are reported by the collectors that need them, since most roles are right not to have them.
 */
final class TargetHealth {
  /** Every server has it, and nobody keeps tables in it. */
  private static final String MAINTENANCE = "postgres";

  private static final int NAMED = 5;

  private final HealthReporter health;
  private final Tls tls;
  private final boolean own;

  TargetHealth(HealthReporter health, Tls tls, boolean own) {
    this.health = health;
    this.tls = tls;
    this.own = own;
  }

  void report(PostgresFeatures features) {
    channel(features.channel());
    tier(Tier.MONITOR, features);
  }

  /**
   * Says which databases are not visited though they are there, or are wanted though they are not.
   */
  void databases(ServerFacts facts, Set<String> only, Set<String> except) {
    HealthReporter part = health.part("databases");
    Set<String> missing = new TreeSet<>(only);
    missing.removeAll(facts.databases());
    Set<String> out = new TreeSet<>(only.isEmpty() ? facts.databases() : only);
    out.removeAll(except);
    out.remove(facts.database());
    out.remove(MAINTENANCE);
    if (!missing.isEmpty()) {
      part.report(
          HealthStatus.DEGRADED,
          "database_missing",
          ConfigChecks.unknown(
              "database", SafeName.of(missing.iterator().next()), safe(facts.databases())),
          "Name databases that exist and that our role can connect to.");
    } else if (!own && !out.isEmpty()) {
      part.report(
          HealthStatus.DEGRADED,
          "one_database_only",
          "the borrowed DataSource reaches one database; not visited: " + some(out),
          "Say .url(…) instead of .dataSource(…), or .excludeDatabases(…).");
    } else {
      part.up();
    }
  }

  private static String some(Set<String> names) {
    List<String> few = safe(names).stream().limit(NAMED).map(ConfigChecks::quote).toList();
    return String.join(", ", few) + (names.size() > NAMED ? ", …" : "");
  }

  /** A database may be named for a customer, with all that belongs to that. */
  private static List<String> safe(Collection<String> names) {
    return names.stream().map(SafeName::of).distinct().toList();
  }

  void poolClosed() {
    health.report(
        HealthStatus.DOWN,
        "pool_closed",
        "the borrowed DataSource is closed: this target reads no more",
        "Close dbintel before the DataSource it borrowed.");
  }

  private void channel(PostgresFeatures.Channel channel) {
    HealthReporter part = health.part("tls");
    if (channel == PostgresFeatures.Channel.PLAIN) {
      part.report(
          HealthStatus.DEGRADED,
          "tls_disabled",
          "the connection is plain text over a network",
          own
              ? "Set ssl = on on the server and leave out .tls(…)."
              : "Set sslmode=verify-full on the borrowed DataSource.");
    } else if (own
        && tls == Tls.INSECURE_NO_VERIFICATION
        && channel == PostgresFeatures.Channel.ENCRYPTED) {
      part.report(
          HealthStatus.DEGRADED,
          "tls_not_verified",
          "the connection is encrypted, but nobody checks that the server is the right one",
          "Leave out .tls(…), and say .rootCertificate(…) if the JVM does not know the authority.");
    } else {
      part.up();
    }
  }

  private void tier(Tier tier, PostgresFeatures features) {
    HealthReporter part = health.part(tier.part());
    switch (features.tier(tier)) {
      case PRESENT -> part.up();
      case FORBIDDEN ->
          part.report(
              HealthStatus.FORBIDDEN,
              "forbidden",
              tier.without(),
              tier.grant(features.role(), features.majorVersion()));
      default ->
          part.report(
              HealthStatus.DEGRADED,
              "unknown",
              "what our role may see could not be found out; it is tried again",
              "");
    }
  }
}
