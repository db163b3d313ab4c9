package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.TestSql;
import io.dbintel.testkit.ManualClock;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found out about a server by roles of different standing. */
final class PostgresFeaturesIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  private final TestContext context = new TestContext("orders");

  @ParameterizedTest
  @MethodSource(ALL)
  void superuserSeesEverything(TestDatabase server) throws Exception {
    asRole(
        server,
        server.superuser(),
        target -> {
          PostgresFeatures features = target.features();
          assertThat(features.majorVersion()).isEqualTo(server.major());
          assertThat(features.standby()).isFalse();
          assertThat(features.provider()).isEqualTo(Provider.SELF_MANAGED);
          assertThat(features.tiers()).containsOnlyKeys(Tier.values());
          assertThat(features.tiers().values()).containsOnly(Presence.PRESENT);
          assertThat(features.statements()).isEqualTo(Presence.PRESENT);
          assertThat(features.extension("pg_stat_statements")).isNotNull();
          assertThat(features.isOn("track_io_timing")).isTrue();
          assertThat(features.hiddenSettings()).isEmpty();
          assertThat(features.channel()).isEqualTo(PostgresFeatures.Channel.LOCAL);
          assertThat(codes(target))
              .containsExactlyInAnyOrder("query_size_small", "tls_disabled_local");
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void settingsHaveTheirUnits(TestDatabase server) throws Exception {
    asRole(
        server,
        server.superuser(),
        target -> {
          PostgresFeatures features = target.features();
          assertThat(features.setting("track_activity_query_size"))
              .extracting(Setting::bytes)
              .hasToString("OptionalLong[1024]");
          assertThat(features.setting("deadlock_timeout"))
              .extracting(Setting::seconds)
              .hasToString("OptionalDouble[1.0]");
          assertThat(features.settingPresence("compute_query_id"))
              .isEqualTo(server.major() >= 14 ? Presence.PRESENT : Presence.ABSENT);
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void monitoringRoleHasItsTierAndNoOther(TestDatabase server) throws Exception {
    asRole(
        server,
        server.createRole("pg_monitor"),
        target -> {
          PostgresFeatures features = target.features();
          assertThat(features.tier(Tier.MONITOR)).isEqualTo(Presence.PRESENT);
          assertThat(features.tier(Tier.PLANS)).isEqualTo(Presence.FORBIDDEN);
          assertThat(features.tier(Tier.LOGS)).isEqualTo(Presence.FORBIDDEN);
          assertThat(features.settingPresence("shared_preload_libraries"))
              .isEqualTo(Presence.PRESENT);
          assertThat(context.said("monitor").status()).isEqualTo(HealthStatus.UP);
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void roleWithNothingIsToldWhatItLacks(TestDatabase server) throws Exception {
    Role role = server.createRole();
    asRole(
        server,
        role,
        target -> {
          PostgresFeatures features = target.features();
          assertThat(features.tiers().values()).containsOnly(Presence.FORBIDDEN);
          assertThat(features.settings().isPresent()).isTrue();
          assertThat(features.settingPresence("shared_preload_libraries"))
              .isEqualTo(Presence.FORBIDDEN);
          assertThat(features.statements()).isEqualTo(Presence.PRESENT);
          assertThat(context.said("monitor").status()).isEqualTo(HealthStatus.FORBIDDEN);
          assertThat(context.said("monitor").remedy())
              .isEqualTo("GRANT pg_monitor TO \"" + role.name() + "\";");
          assertThat(codes(target)).contains("monitor_forbidden");
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatIsForbiddenBecomesKnownOnceGranted(TestDatabase server) throws Exception {
    Role role = server.createRole();
    asRole(
        server,
        role,
        target -> {
          try {
            server.run(context.said("monitor").remedy());
            target.identify();
          } catch (Exception error) {
            throw new AssertionError(error);
          }
          assertThat(target.features().tier(Tier.MONITOR)).isEqualTo(Presence.PRESENT);
        });
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void missingExtensionComesWithItsRemedy(TestDatabase server) throws Exception {
    String database = server.createDatabase();
    try (PostgresTarget target = target(server, database, server.superuser())) {
      target.open(context);
      target.identify();
      assertThat(target.features().statements()).isEqualTo(Presence.ABSENT);
      assertThat(target.diagnose())
          .filteredOn(finding -> finding.code().equals("statements_missing"))
          .singleElement()
          .extracting(Finding::remedy)
          .isEqualTo("CREATE EXTENSION pg_stat_statements;");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void serverIsKnownByItsAddressWhereItsIdentifierIsKept(TestDatabase server) throws Exception {
    String function = "function pg_catalog.pg_control_system() ";
    server.run("revoke execute on " + function + "from public");
    try {
      asRole(
          server,
          server.createRole(),
          target -> {
            assertThat(codes(target)).contains("identity_by_address");
            assertThat(target.features().versionNum()).isPositive();
          });
    } finally {
      server.run("grant execute on " + function + "to public");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void changesAreSeenInTheBackground(TestDatabase server) throws Exception {
    ManualClock clock = new ManualClock();
    Role role = server.createRole();
    try (PostgresTarget target = target(server, "postgres", role)) {
      target.open(new TestContext("orders", clock));
      TargetIdentity unused = target.identify();
      server.run("grant pg_monitor to " + role.name());
      read(target, "one");
      assertThat(target.features().has(Tier.MONITOR)).isFalse();
      clock.advance(ServerKnowledge.MAX_AGE);
      read(target, "one");
      await().until(() -> target.features().has(Tier.MONITOR));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void errorThatPutsFeaturesInDoubtHasThemLookedAtSooner(TestDatabase server) throws Exception {
    ManualClock clock = new ManualClock();
    Role role = server.createRole();
    try (PostgresTarget target = target(server, "postgres", role)) {
      target.open(new TestContext("orders", clock));
      TargetIdentity unused = target.identify();
      server.run("grant pg_monitor to " + role.name());
      clock.advance(ServerKnowledge.MIN_AGE);
      read(target, "one");
      assertThat(target.features().has(Tier.MONITOR)).isFalse();
      assertThat(catchThrowable(() -> read(target, "missing")))
          .extracting(error -> ((DatabaseException) error).errorClass())
          .isEqualTo(ErrorClass.MISSING_OBJECT);
      await().until(() -> target.features().has(Tier.MONITOR));
    }
  }

  private static void read(PostgresTarget target, String statement) throws DatabaseException {
    long unused =
        target.inTransaction(
            new TestCollection(target), reading -> reading.each(TestSql.of(statement), row -> {}));
  }

  private void asRole(TestDatabase server, Role role, Consumer<PostgresTarget> facts)
      throws Exception {
    try (PostgresTarget target = target(server, "postgres", role)) {
      target.open(context);
      target.identify();
      facts.accept(target);
    }
  }

  private static PostgresTarget target(TestDatabase server, String database, Role role) {
    return PostgresTarget.builder("orders")
        .url(server.url(database))
        .user(role.name())
        .password(Secret.of(role.password()))
        .tls(Tls.DISABLED)
        .build();
  }

  private static List<String> codes(PostgresTarget target) {
    return target.diagnose().stream().map(Finding::code).toList();
  }
}
