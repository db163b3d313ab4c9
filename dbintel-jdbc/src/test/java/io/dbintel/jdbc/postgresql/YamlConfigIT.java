package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.testing.Canaries;
import io.dbintel.jdbc.testing.EveryLog;
import io.dbintel.jdbc.testing.Output;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A host that points dbintel at its server by a file alone. */
final class YamlConfigIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final String SAMPLES =
      """
      version: 1
      engine: {overheadRatio: 100%}
      collectors: {sessions: {interval: 100ms, tellEvery: 1s}}
      """;

  /** A login that was refused is tried again after half a minute. */
  private static final Duration AFTER_REFUSED_LOGIN = Duration.ofSeconds(90);

  private final Canaries canaries = new Canaries();
  private final Output output = new Output();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @ParameterizedTest
  @MethodSource(ALL)
  void aPoolOfOurOwnLogsInWithASecretOfTheEnvironment(TestDatabase server) throws Exception {
    Role role = new Role("yaml_role", System.getenv("DBINTEL_IT_PASSWORD"));
    create(server, role);
    try (Clients clients = new Clients(server);
        Watching watching =
            Watching.start("yaml-own", file(ownPool(server, role, "${env:DBINTEL_IT_PASSWORD}")))) {
      clients.start(clients.open(), "select pg_sleep(600)");
      watching.awaitEvent(event -> event.type().equals(EventTypes.QUERY_SAMPLE));
      watching.closeAndAssertNothingIsLeft();
    } finally {
      server.run("drop role " + role.name());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aPoolOfTheHostsIsReferredToByName(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(server.url());
    pool.setUsername(role.name());
    pool.setPassword(role.password());
    try (HikariDataSource orders = new HikariDataSource(pool);
        Clients clients = new Clients(server);
        Watching watching =
            Watching.start(
                "yaml-borrowed",
                file("targets: {orders: {type: postgresql, dataSource: {ref: orders}}}\n")
                    .bind("orders", DataSource.class, orders))) {
      clients.start(clients.open(), "select pg_sleep(600)");
      watching.awaitEvent(event -> event.type().equals(EventTypes.QUERY_SAMPLE));
      watching.closeAndAssertNothingIsLeft();
      assertThat(orders.isClosed()).isFalse();
    }
  }

  @Test
  void aPasswordThatWasRotatedInItsFileCountsAtTheNextConnectionAndIsShownNowhere()
      throws Exception {
    TestDatabase server = TestDatabase.newest();
    Role role = new Role("yaml_rotated", canaries.token("first password"));
    String second = canaries.token("second password");
    Path secret = Files.writeString(folder.resolve("secret"), role.password() + "\n");
    create(server, role);
    try (EveryLog log = EveryLog.open();
        Clients clients = new Clients(server);
        Watching watching =
            Watching.start("yaml-rotated", file(ownPool(server, role, "${file:" + secret + "}")))) {
      clients.start(clients.open(), "select pg_sleep(600)");
      watching.awaitEvent(event -> event.type().equals(EventTypes.QUERY_SAMPLE));
      server.run("alter role " + role.name() + " password '" + second + "'");
      // One that was just logging in may survive the first time.
      await()
          .atMost(Watching.PATIENCE)
          .until(
              () -> {
                endSessions(server, role);
                output.look(watching.dbintel());
                return output.has("health", "authentication");
              });
      Files.writeString(secret, second + "\n");
      await()
          .atMost(AFTER_REFUSED_LOGIN)
          .until(
              () -> {
                ComponentHealth orders = watching.dbintel().health().component("orders");
                return orders != null && orders.status() == HealthStatus.UP;
              });
      watching.awaitEventsAgain();
      output.look(watching.dbintel());
      watching.events().forEach(event -> output.add("events", event));
      watching.closeAndAssertNothingIsLeft();
      log.lines().forEach(line -> output.add("logs", line.text()));
    } finally {
      server.run("drop role " + role.name());
    }
    assertThat(output.leaks(canaries)).isEmpty();
  }

  @Test
  void theAddressOfAClientComesOutOnlyIfItIsWanted() throws Exception {
    assertThat(addressesOfClients("")).isFalse();
    assertThat(addressesOfClients(", clientAddress: true")).isTrue();
  }

  private static boolean addressesOfClients(String option) throws Exception {
    TestDatabase server = TestDatabase.newest();
    Role role = server.createRole("pg_monitor");
    String text = ownPool(server, role, "${env:DBINTEL_IT_PASSWORD}");
    server.run(
        "alter role " + role.name() + " password '" + System.getenv("DBINTEL_IT_PASSWORD") + "'");
    DbIntelBuilder builder =
        DbIntel.builder()
            .config(
                "orders.yaml",
                new StringReader(
                    "version: 1\ncollectors: {sessions: {interval: 100ms, tellEvery: 1s"
                        + option
                        + "}}\n"
                        + text));
    try (Clients clients = new Clients(server);
        Watching watching = Watching.start("yaml-address", builder)) {
      clients.start(clients.open(), "select pg_sleep(600)");
      watching.awaitEvent(event -> event.type().equals(EventTypes.QUERY_SAMPLE));
      watching.closeAndAssertNothingIsLeft();
      return watching.events().stream()
          .anyMatch(event -> event.has(Attributes.NETWORK_PEER_ADDRESS));
    }
  }

  @Test
  void aFileThatIsRefusedShowsNoSecret() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), canaries.token("file"));
    for (String wrong :
        new String[] {
          "url: ${file:" + secret + "}\n    password: " + canaries.token("literal"),
          "url: jdbc:postgresql://x/y\n    lockTimeout: ${file:" + secret + "}",
          "url: jdbc:postgresql://x/y\n    tls: ${file:" + secret + "}",
          "url: jdbc:postgresql://x/y\n    databases: ['${file:"
              + secret
              + "}']\n"
              + "    excludeDatabases: ['${file:"
              + secret
              + "}']",
          "url: jdbc:postgresql://x/y\n    password: '" + canaries.token("quoted"),
          "url: jdbc:postgresql://x/y\n    password: [" + canaries.token("list") + "]",
        }) {
      String text = "targets:\n  orders:\n    type: postgresql\n    " + wrong + "\n";
      Throwable refused = catchThrowable(() -> file(text).build());
      assertThat(refused).as(wrong).isNotNull();
      output.add("refused", refused);
    }
    assertThat(output.has("refused", "orders.yaml:")).isTrue();
    assertThat(output.leaks(canaries)).isEmpty();
  }

  private static String ownPool(TestDatabase server, Role role, String password) {
    return """
        targets:
          orders:
            type: postgresql
            url: %s
            user: %s
            password: %s
            tls: disabled
        """
        .formatted(server.url(), role.name(), password);
  }

  private static void endSessions(TestDatabase server, Role role) throws SQLException {
    server.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
            + role.name()
            + "'");
  }

  private static DbIntelBuilder file(String text) {
    return DbIntel.builder().config("orders.yaml", new StringReader(SAMPLES + text));
  }

  private static void create(TestDatabase server, Role role) throws SQLException {
    server.run("create role " + role.name() + " login password '" + role.password() + "'");
    server.run("grant pg_monitor to " + role.name());
  }
}
