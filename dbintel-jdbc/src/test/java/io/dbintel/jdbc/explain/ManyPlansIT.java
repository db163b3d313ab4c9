package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.ManyKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A view in which all plans are others at each reading. */
final class ManyPlansIT {
  /** A million: each comes from a server. */
  private static final long KEYS = 1_000_000;

  private static final int READING = 10_000;

  private final ManualClock clock = new ManualClock();
  private final TestContext context = new TestContext("orders/plan-views", clock);

  @Test
  void plansOfViewsAreRememberedOfTheLatestAndTheOthersCounted() throws Exception {
    TestDatabase server = TestDatabase.newest();
    String database = server.createDatabase();
    Explains.run(
        server,
        database,
        server.superuser(),
        "create schema tools",
        "create table tools.reading as select 0::int8 as base",
        "create function tools.aurora_stat_plans(showtext boolean, out userid oid, out dbid oid,"
            + " out queryid int8, out planid int8, out explain_plan text, out plan_type text,"
            + " out calls int8, out total_exec_time float8) returns setof record language sql as"
            + " $$ select null::oid, d.oid, -77::int8, r.base + n, 'Result'::text,"
            + " 'estimate'::text, 3::int8, 12.5::float8 from pg_catalog.pg_database d,"
            + " tools.reading r, generate_series(1, 10000) n where d.datname = current_database() $$",
        "grant usage on schema tools to public",
        "grant select on tools.reading to public");
    Role role = server.createRole("pg_monitor");
    try (PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url(database))
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build()) {
      target.open(new TestContext("orders"));
      target.identify();
      PlanViewsConfig config =
          new PlanViewsConfig(
              Duration.ofMinutes(1),
              Duration.ofSeconds(10),
              1,
              READING,
              Duration.ofHours(1),
              List.of());
      Collector collector = new PlanViewsProvider().create(config, target, context);
      ManyKeys.push(
          KEYS,
          key -> {
            if (key % READING == 0) {
              readAll(server, database, collector, target);
            }
          });
    }
    assertThat(context.gauge("plans")).isEqualTo(2 * READING);
    assertThat(context.gauge("plans_evicted")).isEqualTo((double) (KEYS - 2 * READING));
  }

  private void readAll(
      TestDatabase server, String database, Collector collector, PostgresTarget target) {
    clock.advance(Duration.ofMinutes(1));
    try {
      Explains.run(
          server, database, server.superuser(), "update tools.reading set base = base + 10000");
      collector.collect(new TestCollection(target));
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
