package io.dbintel.jdbc.postgresql;

import static org.awaitility.Awaitility.await;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.testkit.CollectorContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class LogsContractIT extends CollectorContract<LogsConfig> {
  private static final String LITERAL = "canary-in-a-plan-2718";

  private static @Nullable LoggingServer logging;

  @BeforeAll
  static void start() throws SQLException {
    logging = LoggingServer.start(TestDatabase.versions().get(0));
    server().destination("jsonlog");
  }

  @AfterAll
  static void stop() {
    server().close();
  }

  private static LoggingServer server() {
    return Objects.requireNonNull(logging);
  }

  @Override
  protected CollectorProvider<LogsConfig> provider() {
    return new LogsProvider();
  }

  /** The log is written by a process of its own: the plan is there when its file has grown. */
  @Override
  protected void work() throws SQLException {
    try (Connection shop = server().shop("json")) {
      Clients.run(shop, "select count(*) from pg_class where relname <> '" + LITERAL + "'");
    }
    await()
        .until(
            () ->
                "t"
                    .equals(
                        server()
                            .ask(
                                "select pg_read_file(pg_current_logfile('jsonlog')) like '%"
                                    + LITERAL
                                    + "%'")));
  }

  @Override
  protected Target target() {
    return at(server().server.url());
  }

  @Override
  protected Target unreachable() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return at("jdbc:postgresql://localhost:" + closed.getLocalPort() + "/postgres");
    }
  }

  private static Target at(String url) {
    TestDatabase.Role role = server().role;
    return PostgresTarget.builder("orders")
        .url(url)
        .user(role.name())
        .password(Secret.of(role.password()))
        .tls(Tls.DISABLED)
        .build();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(LITERAL, server().role.password());
  }
}
