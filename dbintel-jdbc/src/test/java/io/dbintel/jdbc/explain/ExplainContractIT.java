package io.dbintel.jdbc.explain;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.observe.IntervalMoments;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementUse;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.CollectorContract;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class ExplainContractIT extends CollectorContract<ExplainConfig> {
  private static final String LITERAL = "canary-in-a-plan-2718";

  private final TestDatabase server = TestDatabase.newest();
  private final List<PostgresTarget> targets = new ArrayList<>();
  private final Role role;
  private int intervals;

  ExplainContractIT() throws SQLException {
    role = server.createRole("pg_monitor");
  }

  @Override
  protected CollectorProvider<ExplainConfig> provider() {
    return new ExplainProvider();
  }

  @Override
  protected Target target() {
    PostgresTarget target = at(server.url());
    targets.add(target);
    return target;
  }

  @Override
  protected Target unreachable() throws Exception {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return at("jdbc:postgresql://localhost:" + closed.getLocalPort() + "/postgres");
    }
  }

  private PostgresTarget at(String url) {
    return PostgresTarget.builder("orders")
        .url(url)
        .user(role.name())
        .password(Secret.of(role.password()))
        .tls(Tls.DISABLED)
        .build();
  }

  /** There is something to do only if a statement is due. */
  @Override
  protected boolean asksTheServer() {
    return false;
  }

  /** Runs a statement, and says so in the place of the statement collector. */
  @Override
  protected void work() throws SQLException {
    intervals++;
    String sql = "select oid from pg_class where relname <> '" + LITERAL + "' limit " + intervals;
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      try (var rows =
          statement.executeQuery(
              "select queryid from pg_stat_statements"
                  + " where query like 'select oid from pg_class where relname <>%'")) {
        while (rows.next()) {
          record(rows.getLong(1));
        }
      }
    }
  }

  private void record(long id) {
    QueryRef query = new QueryRef(id, "f", "select oid from pg_class", null, false);
    StatementUse use =
        new StatementUse(
            query, "postgres", "joe", true, 10, 1, 1, 1.0, 0, 0, 1.0, IntervalMoments.UNKNOWN);
    for (PostgresTarget target : targets) {
      target
          .statements()
          .record(new StatementInterval(intervals, 10, false, List.of(use), 0, 0, 0));
    }
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(LITERAL, role.password());
  }
}
