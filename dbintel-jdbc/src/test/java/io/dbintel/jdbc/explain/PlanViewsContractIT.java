package io.dbintel.jdbc.explain;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.CollectorContract;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Set;

/** A table stands in for the extension, as in {@link PlanViewsIT}. */
class PlanViewsContractIT extends CollectorContract<PlanViewsConfig> {
  private static final String LITERAL = "canary-in-a-plan-3141";

  private final TestDatabase server = TestDatabase.newest();
  private final Role role;
  private final String database;
  private int plans;

  PlanViewsContractIT() throws SQLException {
    role = server.createRole("pg_monitor");
    database = server.createDatabase();
    run(
        "create schema tools",
        "create table tools.pg_stat_plans (dbid oid, queryid int8, planid int8, calls int8,"
            + " total_exec_time float8, plan text)",
        "grant usage on schema tools to public",
        "grant select on tools.pg_stat_plans to public");
  }

  private void run(String... sql) throws SQLException {
    Explains.run(server, database, server.superuser(), sql);
  }

  @Override
  protected CollectorProvider<PlanViewsConfig> provider() {
    return new PlanViewsProvider();
  }

  @Override
  protected Target target() {
    return at(server.url(database));
  }

  @Override
  protected Target unreachable() throws Exception {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return at("jdbc:postgresql://localhost:" + closed.getLocalPort() + "/" + database);
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

  /** One plan more, with a literal that nobody may tell. */
  @Override
  protected void work() throws SQLException {
    plans++;
    run(
        ("insert into tools.pg_stat_plans (dbid, queryid, planid, plan, calls, total_exec_time)"
                + " select oid, -77, %d, 'Seq Scan on orders  (cost=0.00..1.00 rows=1 width=4)"
                + " Filter: (name = ''%s''::text)', 3, 12.5"
                + " from pg_database where datname = current_database()")
            .formatted(plans, LITERAL));
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(LITERAL, role.password());
  }
}
