package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.CollectorContract;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of collectors on a real server, where somebody holds a transaction open and works
 * with a literal that must not come out.
 */
abstract class CollectorRules<C extends Record> extends CollectorContract<C> {
  private static final String LITERAL = "canary-in-a-statement-2718";

  private final TestDatabase server;
  private final String database;
  private @Nullable Role role;
  private @Nullable Connection worker;

  CollectorRules(String database) {
    this(TestDatabase.newest(), database);
  }

  CollectorRules(TestDatabase server, String database) {
    this.server = server;
    this.database = database;
  }

  @BeforeEach
  void makeTheServerWork() throws SQLException {
    role = server.createRole("pg_monitor");
    worker = server.connect(database);
    worker.setAutoCommit(false);
  }

  @AfterEach
  void endTheWork() throws SQLException {
    if (worker != null) {
      worker.close();
    }
  }

  @Override
  protected void work() throws SQLException {
    try (Statement statement = Objects.requireNonNull(worker).createStatement()) {
      statement.execute("select count(*) from pg_class where relname <> '" + LITERAL + "'");
    }
  }

  @Override
  protected Target target() {
    return at(server.url());
  }

  @Override
  protected Target unreachable() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    return at("jdbc:postgresql://localhost:" + port + "/postgres");
  }

  private Target at(String url) {
    Role known = Objects.requireNonNull(role);
    PostgresTargetBuilder builder =
        PostgresTarget.builder("orders")
            .url(url)
            .user(known.name())
            .password(Secret.of(known.password()))
            .tls(Tls.DISABLED);
    return (database.equals("postgres") ? builder : builder.databases(database)).build();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(LITERAL, Objects.requireNonNull(role).password());
  }
}
