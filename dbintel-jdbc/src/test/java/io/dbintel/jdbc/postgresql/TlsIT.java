package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.ServerCertificate;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way to a server that has TLS, and to one that has none. */
final class TlsIT {
  private static EmbeddedServer server;
  private static Role role;
  private static Path certificate;

  @BeforeAll
  static void giveItACertificate() throws Exception {
    server = TestDatabase.startFresh();
    role = server.createRole("pg_monitor");
    certificate = ServerCertificate.create(server.data(), "127.0.0.1");
    server.run("alter system set ssl = on");
    server.run("select pg_reload_conf()");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(setting("ssl")).isEqualTo("on"));
  }

  @AfterAll
  static void remove() {
    server.remove();
  }

  private static String setting(String name) throws Exception {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show " + name)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static PostgresTargetBuilder builder(TestDatabase database, Role who) {
    return PostgresTarget.builder("orders")
        .url(database.url())
        .user(who.name())
        .password(Secret.of(who.password()));
  }

  /** The error with which a target cannot find out whose server it is. */
  private static ErrorClass refusal(PostgresTargetBuilder builder) throws Exception {
    try (PostgresTarget target = builder.build()) {
      target.open(new TestContext("orders"));
      DatabaseException refused = catchThrowableOfType(DatabaseException.class, target::identify);
      Objects.requireNonNull(refused, "it was accepted");
      return refused.errorClass();
    }
  }

  @Test
  void aCertificateOfAKnownAuthorityIsAccepted() throws Exception {
    try (PostgresTarget target = builder(server, role).rootCertificate(certificate).build()) {
      target.open(new TestContext("orders"));
      assertThat(target.identify().server()).contains("127.0.0.1");
      try (Connection connection = server.connect("postgres");
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid)"
                      + " where application_name = 'dbintel'")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getBoolean(1)).isTrue();
      }
    }
  }

  @Test
  void aCertificateOfAnAuthorityNobodyKnowsIsNot() throws Exception {
    assertThat(refusal(builder(server, role))).isEqualTo(ErrorClass.TLS_FAILED);
  }

  @Test
  void aServerWithoutTlsIsToldAsThat() throws Exception {
    TestDatabase plain = TestDatabase.newest();
    assertThat(refusal(builder(plain, plain.createRole())))
        .isEqualTo(ErrorClass.CONNECTION_REJECTED);
  }
}
