package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.testkit.ManualClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans of views. None of the extensions can be installed here: tables with their columns stand in
 * for them, and a function for Aurora's.
 */
final class PlanViewsIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final String PLAN = "Seq Scan on orders  (cost=0.00..1.00 rows=1 width=4)";

  private final ManualClock clock = new ManualClock();
  private final TestContext context = new TestContext("orders/plan-views", clock);

  private static String database(TestDatabase server, String... ddl) throws SQLException {
    String database = server.createDatabase();
    Explains.run(server, database, server.superuser(), "create schema tools");
    Explains.run(server, database, server.superuser(), ddl);
    Explains.run(
        server,
        database,
        server.superuser(),
        "grant usage on schema tools to public",
        "grant select on all tables in schema tools to public");
    return database;
  }

  private PostgresTarget target(TestDatabase server, String database) throws Exception {
    Role role = server.createRole("pg_monitor");
    PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url(database))
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build();
    target.open(new TestContext("orders"));
    target.identify();
    return target;
  }

  private List<DbEvent> read(Collector collector, PostgresTarget target) throws Exception {
    clock.advance(Duration.ofMinutes(1));
    TestCollection collection = new TestCollection(target);
    collector.collect(collection);
    List<DbEvent> events = new ArrayList<>();
    collection.batch().forEach(events::add);
    return events;
  }

  /** Reads a view through the mapping that is found, and expects one plan of it. */
  private void readsOnePlan(TestDatabase server, String name, String... ddl) throws Exception {
    String database = database(server, ddl);
    try (PostgresTarget target = target(server, database)) {
      Collector collector =
          new PlanViewsProvider().create(PlanViewsConfig.defaults(), target, context);
      List<DbEvent> events = read(collector, target);

      assertThat(context.complaints()).isEqualTo("{}");
      assertThat(events).hasSize(1);
      DbEvent event = events.get(0);
      assertThat(event.get(PlanAttributes.PLAN_SOURCE)).isEqualTo(name);
      assertThat(event.get(PlanAttributes.PLAN_PROVENANCE)).isEqualTo("executed");
      assertThat(event.get(StatementAttributes.QUERYID)).isEqualTo("-77");
      assertThat(event.get(Attributes.DB_NAMESPACE)).isEqualTo(database);
      Sensitive<?> payload = event.payload();
      assertThat(payload).isNotNull();
      assertThat(((RawPlan) payload.reveal()).text()).isEqualTo(PLAN);
      assertThat(((RawPlan) payload.reveal()).provenance()).isEqualTo(RawPlan.Provenance.EXECUTED);
      assertThat(context.said(name.replace('_', '-')).status()).isEqualTo(HealthStatus.UP);
      assertThat(context.gauge("source_" + name)).isEqualTo(1);
    }
  }

  private static String insert(String table, String columns, String values) {
    return "insert into tools."
        + table
        + " ("
        + columns
        + ", dbid) select "
        + values
        + ", oid from pg_database where datname = current_database()";
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void pgStorePlansIsRead(TestDatabase server) throws Exception {
    readsOnePlan(
        server,
        "pg_store_plans",
        "create table tools.pg_store_plans (userid oid, dbid oid, queryid int8, planid int8,"
            + " queryid_stat_statements int8, plan text, calls int8, total_time float8)",
        insert(
            "pg_store_plans",
            "queryid, queryid_stat_statements, planid, plan, calls, total_time",
            "1, -77, 5, '" + PLAN + "', 3, 12.5"));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void pgStatPlansIsRead(TestDatabase server) throws Exception {
    readsOnePlan(
        server,
        "pg_stat_plans",
        "create table tools.pg_stat_plans (userid oid, dbid oid, toplevel bool, queryid int8,"
            + " planid int8, calls int8, total_exec_time float8, plan text)",
        insert(
            "pg_stat_plans",
            "queryid, planid, plan, calls, total_exec_time",
            "-77, 5, '" + PLAN + "', 3, 12.5"));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void pgStatMonitorIsReadOverItsBuckets(TestDatabase server) throws Exception {
    String row =
        "insert into tools.pg_stat_monitor select %d, current_database(), -77, 5, '%s', 3, 12.5";
    readsOnePlan(
        server,
        "pg_stat_monitor",
        "create table tools.pg_stat_monitor (bucket int8, datname text, queryid int8, planid int8,"
            + " query_plan text, calls int8, total_exec_time float8)",
        row.formatted(1, PLAN),
        row.formatted(2, PLAN));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void auroraStatPlansIsRead(TestDatabase server) throws Exception {
    readsOnePlan(
        server,
        "aurora_stat_plans",
        "create function tools.aurora_stat_plans(showtext boolean, out userid oid, out dbid oid,"
            + " out queryid int8, out planid int8, out explain_plan text, out plan_type text,"
            + " out calls int8, out total_exec_time float8) returns setof record language sql as"
            + " $$ select null::oid, oid, -77::int8, 5::int8, case when $1 then '"
            + PLAN
            + "' end, 'estimate'::text, 3::int8, 12.5::float8"
            + " from pg_catalog.pg_database where datname = current_database() $$");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void pgQuerylensIsReadByTheNamesItWasAnnouncedWith(TestDatabase server) throws Exception {
    readsOnePlan(
        server,
        "pg_querylens",
        "create table tools.pg_querylens (dbid oid, queryid int8, plan_id text, plan_text text,"
            + " calls int8, total_time float8)",
        insert(
            "pg_querylens",
            "queryid, plan_id, plan_text, calls, total_time",
            "-77, 'p5', '" + PLAN + "', 3, 12.5"));
  }

  /** Both ran once; where there is room for one, the other waits and is not forgotten. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatThereIsNoRoomForIsToldNext(TestDatabase server) throws Exception {
    String columns = "queryid, planid, plan, calls, total_exec_time";
    String database =
        database(
            server,
            "create table tools.pg_stat_plans (dbid oid, queryid int8, planid int8, calls int8,"
                + " total_exec_time float8, plan text)",
            insert("pg_stat_plans", columns, "-77, 5, '" + PLAN + "', 3, 12.5"),
            insert("pg_stat_plans", columns, "-78, 5, '" + PLAN + "', 3, 90.5"));
    PlanViewsConfig defaults = PlanViewsConfig.defaults();
    PlanViewsConfig one =
        new PlanViewsConfig(
            defaults.interval(),
            defaults.timeout(),
            1,
            defaults.maxPlans(),
            defaults.repeat(),
            defaults.views());
    try (PostgresTarget target = target(server, database)) {
      Collector collector = new PlanViewsProvider().create(one, target, context);
      assertThat(read(collector, target))
          .extracting(event -> event.get(StatementAttributes.QUERYID))
          .containsExactly("-78");
      assertThat(context.gauge("plans_waiting")).isEqualTo(1);
      assertThat(read(collector, target))
          .extracting(event -> event.get(StatementAttributes.QUERYID))
          .containsExactly("-77");
      assertThat(context.gauge("plans_waiting")).isZero();
      assertThat(read(collector, target)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void planIsToldAgainOnlyAfterAWhileAndWithWhatItDidMeanwhile(TestDatabase server)
      throws Exception {
    String database =
        database(
            server,
            "create table tools.pg_stat_plans (dbid oid, queryid int8, planid int8, calls int8,"
                + " total_exec_time float8, plan text)",
            insert(
                "pg_stat_plans",
                "queryid, planid, plan, calls, total_exec_time",
                "-77, 5, '" + PLAN + "', 3, 12.5"));
    try (PostgresTarget target = target(server, database)) {
      Collector collector =
          new PlanViewsProvider().create(PlanViewsConfig.defaults(), target, context);
      assertThat(read(collector, target)).hasSize(1);
      String more =
          "update tools.pg_stat_plans set calls = calls + 2, total_exec_time = total_exec_time + 500";
      Explains.run(server, database, server.superuser(), more);
      assertThat(read(collector, target)).isEmpty();

      clock.advance(Duration.ofHours(1));
      assertThat(read(collector, target)).as("nothing ran it").isEmpty();
      Explains.run(server, database, server.superuser(), more);
      List<DbEvent> again = read(collector, target);
      assertThat(again).hasSize(1);
      assertThat(again.get(0).getLong(StatementAttributes.CALLS, 0)).isEqualTo(4);
      assertThat(again.get(0).getDouble(StatementAttributes.TOTAL_EXEC_TIME, 0)).isEqualTo(1.0);

      Explains.run(
          server,
          database,
          server.superuser(),
          insert(
              "pg_stat_plans",
              "queryid, planid, plan, calls, total_exec_time",
              "-77, 6, 'Result', 1, 1"));
      assertThat(read(collector, target)).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void viewOfYourOwnIsReadFirst(TestDatabase server) throws Exception {
    String database =
        database(
            server,
            "create function tools.plans(showtext boolean, out db text, out q text, out p text,"
                + " out body json, out n int, out ms numeric) returns setof record language sql as"
                + " $$ select current_database()::text, '12', 'a', '[{\"Plan\": {}}]'::json, 1, 1.0"
                + " where showtext $$",
            "create table tools.pg_stat_plans (dbid oid, queryid int8, planid int8, calls int8,"
                + " total_exec_time float8, plan text)");
    String name = "ours";
    String relation = "tools.plans";
    String arguments = "true";
    String queryId = "queryid|q";
    String planId = "p";
    String plan = "body";
    String calls = "n";
    String time = "ms";
    RawPlan.Provenance provenance = RawPlan.Provenance.CUSTOM;
    PlanView own =
        new PlanView(
            name, relation, arguments, queryId, planId, plan, "db", calls, time, provenance);
    try (PostgresTarget target = target(server, database)) {
      Collector collector =
          new PlanViewsProvider()
              .create(PlanViewsConfig.defaults().withViews(List.of(own)), target, context);
      List<DbEvent> events = read(collector, target);
      assertThat(events).hasSize(1);
      assertThat(events.get(0).get(PlanAttributes.PLAN_SOURCE)).isEqualTo("ours");
      assertThat(events.get(0).get(PlanAttributes.PLAN_PROVENANCE)).isEqualTo("custom");
      assertThat(context.gauge("views_found")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void viewThatSomebodyPlantedIsNotRead(TestDatabase server) throws Exception {
    String database = database(server);
    Role somebody = server.createRole();
    Explains.run(
        server,
        database,
        server.superuser(),
        "create schema planted authorization " + somebody.name(),
        "grant usage on schema planted to public");
    Explains.run(
        server,
        database,
        somebody,
        "create table planted.pg_stat_plans (dbid oid, queryid int8, planid int8, calls int8,"
            + " total_exec_time float8, plan text)");
    try (PostgresTarget target = target(server, database)) {
      Collector collector =
          new PlanViewsProvider().create(PlanViewsConfig.defaults(), target, context);
      assertThat(read(collector, target)).isEmpty();
      assertThat(context.said("source").reason()).isEqualTo("no_plan_view");
      assertThat(context.said("source").message()).contains("pg_store_plans", "aurora_stat_plans");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void viewThatOurRoleMayNotReadIsToldWithARemedy(TestDatabase server) throws Exception {
    String database =
        database(
            server,
            "create table tools.pg_stat_plans (dbid oid, queryid int8, planid int8, calls int8,"
                + " total_exec_time float8, plan text)");
    Explains.run(
        server, database, server.superuser(), "revoke select on tools.pg_stat_plans from public");
    try (PostgresTarget target = target(server, database)) {
      Collector collector =
          new PlanViewsProvider().create(PlanViewsConfig.defaults(), target, context);
      assertThat(read(collector, target)).isEmpty();
      assertThat(context.said("source").status()).isEqualTo(HealthStatus.FORBIDDEN);
      assertThat(context.said("source").reason()).isEqualTo("plan_view_forbidden");
      assertThat(context.said("source").remedy()).contains("SELECT");
    }
  }

  @Test
  void namesThatAreNoneAreRefused() {
    assertThat(
            catchThrowableOfType(
                ConfigException.class,
                () ->
                    new PlanView(
                        "x",
                        "a.b; drop table t",
                        "1",
                        "q\"",
                        "p",
                        "plan",
                        "db",
                        "n",
                        "ms",
                        RawPlan.Provenance.EXECUTED)))
        .hasMessageContaining("relation")
        .hasMessageContaining("arguments")
        .hasMessageContaining("queryId");
  }
}
