package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.explain.Explains.Plan;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Planning runs functions that call themselves immutable. Here somebody plants one wherever
 * planning might meet it; what it does is seen, because it takes a lock that no rollback lets go.
 */
final class ExplainSafetyIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final String LOCKS =
      "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
          + " where locktype = 'advisory' and objid = 4711 and datname = current_database()";

  private static final String BODY =
      " immutable language plpgsql as"
          + " 'begin perform pg_catalog.pg_advisory_lock(4711); return true; end'";

  private static final String EVIL =
      "create function evil() returns int immutable language plpgsql as"
          + " 'begin perform pg_catalog.pg_advisory_lock(4711); return 1; end'";

  /**
   * Where a function was planted.
   *
   * @param work what somebody runs
   * @param plain what runs it when it is planned, to see that the plant is none in vain; empty if
   *     only certain roles or values make it run
   */
  private record Plant(List<String> ddl, String work, String plain) {}

  private static List<Plant> plants(int major) {
    List<Plant> plants = new ArrayList<>();
    plants.add(
        new Plant(
            List.of("create table called (id int)"), "select evil() from called", "select evil()"));
    plants.add(
        new Plant(
            List.of(
                "create function evil_rows(int) returns setof int immutable language plpgsql as"
                    + " 'begin perform pg_catalog.pg_advisory_lock(4711); return next 1; end'"),
            "select r from evil_rows(1) r",
            ""));
    plants.add(
        new Plant(
            List.of("create table indexed (id int)", "create index on indexed ((id + evil()))"),
            "select id from indexed where id = 1",
            "select id from indexed where id = 1"));
    plants.add(
        new Plant(
            List.of("create table part (id int)", "create index on part (id) where id > evil()"),
            "select id from part where id = 1",
            "select id from part where id = 1"));
    plants.add(
        new Plant(
            List.of(
                "create table seen (id int)",
                "create view inner_view as select id + evil() as x from seen",
                "create view outer_view as select x from inner_view"),
            "select x from outer_view",
            "select x from outer_view"));
    plants.add(
        new Plant(
            List.of(
                "create table barred (id int)",
                "create view barrier with (security_barrier) as select id from barred"
                    + " where evil() = 1"),
            "select id from barrier",
            "select id from barrier"));
    plants.add(
        new Plant(
            List.of(
                "create table secured (id int)",
                "alter table secured enable row level security",
                "create policy p on secured using (id > evil())"),
            "select id from secured",
            ""));
    plants.add(
        new Plant(
            List.of("create table defaulted (id int, x int default evil())"),
            "insert into defaulted (id) values (1)",
            "insert into defaulted (id) values (1)"));
    plants.add(
        new Plant(
            List.of(
                "create table ruled (id int)",
                "create rule r as on update to ruled do also select evil()"),
            "update ruled set id = 2",
            "update ruled set id = 2"));
    plants.add(
        new Plant(
            List.of(
                "create table keyed (id int) partition by range ((id + evil()))",
                "create table keyed_1 partition of keyed for values from (0) to (9)"),
            "select id from keyed where id = 3",
            "select id from keyed where id = 3"));
    plants.add(
        new Plant(
            List.of(
                "create table above (id int) partition by range (id)",
                "create table below partition of above for values from (0) to (9)",
                "create index on below ((id * evil()))"),
            "select id from above where id = 3",
            "select id from above"));
    plants.add(
        new Plant(
            List.of("create table checked (id int, check (id > evil() - 5))"),
            "select id from checked",
            ""));
    plants.add(
        new Plant(
            List.of(
                "create function evil_check(int) returns boolean" + BODY,
                "create domain tainted as int check (evil_check(value))",
                "create table typed (id tainted)"),
            "insert into typed values (1)",
            "execute planted (null)"));
    plants.add(
        new Plant(
            List.of(
                "create type pair as (a int, b int)",
                "create function evil_text(pair) returns text immutable language plpgsql as"
                    + " 'begin perform pg_catalog.pg_advisory_lock(4711); return 1; end'",
                "create cast (pair as text) with function evil_text(pair)",
                "create table cast_from (p pair)"),
            "select p::text from cast_from",
            ""));
    plants.add(
        new Plant(
            List.of(
                "create table row_of (id int)",
                "create function evil_of(row_of) returns boolean" + BODY),
            "select r.evil_of from row_of r",
            ""));
    plants.add(
        new Plant(
            List.of(
                "create schema ahead",
                "create table shadowed (name varchar)",
                "create function ahead.upper(varchar) returns boolean" + BODY),
            "select upper(name) from shadowed",
            ""));
    if (major >= 14) {
      plants.add(
          new Plant(
              List.of(
                  "create table counted (id int, x int)",
                  "create statistics counted_s on (id + evil()), x from counted"),
              "select id from counted where id = 1",
              "select id from counted where id = 1"));
    }
    return plants;
  }

  /** So many statements that all are explained, the functions' own included. */
  private static ExplainConfig all() {
    ExplainConfig config = ExplainConfig.defaults();
    return new ExplainConfig(
        config.interval(),
        config.timeout(),
        200,
        config.again(),
        config.repeat(),
        config.planTimeout(),
        config.maxShare(),
        config.trustedSchemas(),
        config.helper());
  }

  private static Role role(TestDatabase server, String database) throws SQLException {
    Role role = server.createRole("pg_monitor");
    Explains.run(
        server,
        database,
        server.superuser(),
        "grant all on all tables in schema public to " + role.name());
    return role;
  }

  /** How many locks the function took when this was planned. */
  private static int taken(TestDatabase server, String database, String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("set plan_cache_mode = force_generic_plan");
      if (sql.startsWith("execute")) {
        statement.execute("prepare planted as insert into typed values ($1)");
      }
      statement.execute("explain " + sql);
      try (var rows = statement.executeQuery(LOCKS)) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void plantedFunctionIsNotRunWhereverItStands(TestDatabase server) throws Exception {
    List<Plant> plants = plants(server.major());
    String database = Explains.database(server, EVIL, "create table good (id int)");
    for (Plant plant : plants) {
      Explains.run(server, database, server.superuser(), plant.ddl().toArray(String[]::new));
    }
    try (Explains explains = new Explains(server, database, role(server, database), all())) {
      List<String> work = new ArrayList<>(plants.stream().map(Plant::work).toList());
      work.add("select id from good where id = 1");
      List<Plan> plans = explains.after(work.toArray(String[]::new));

      assertThat(plans)
          .extracting(Plan::query)
          .as("the rest is what the functions themselves ran when they were called")
          .filteredOn(query -> !query.contains("pg_catalog.pg_advisory_lock"))
          .containsExactly("select id from good where id = ?");
      assertThat(explains.missing(NoPlan.USER_FUNCTION))
          .as(explains.allMissing())
          .isEqualTo(plants.size());
      assertThat(explains.value(LOCKS)).isEqualTo("0");
      assertThat(explains.context().said("coverage").message()).contains("user_function=");
    }
    for (Plant plant : plants) {
      assertThat(plant.plain().isEmpty() || taken(server, database, plant.plain()) == 1)
          .as("that it is no plant in vain: " + plant.plain())
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void plantedOperatorAndCastBetweenBuiltInTypesAreNotRun(TestDatabase server) throws Exception {
    String database =
        Explains.database(
            server,
            "create schema ahead",
            "create table good (id int, name varchar, other varchar)",
            "create function ahead.same(varchar, varchar) returns boolean" + BODY,
            "create operator ahead.= (function = ahead.same, leftarg = varchar, rightarg = varchar)");
    try (Explains explains =
        new Explains(server, database, role(server, database), ExplainConfig.defaults())) {
      assertThat(explains.after("select id from good where name = other")).isEmpty();
      assertThat(explains.missing(NoPlan.USER_FUNCTION)).isEqualTo(1);

      Explains.run(
          server, database, server.superuser(), "drop operator ahead.= (varchar, varchar)");
      explains.clock().advance(Duration.ofHours(1));
      assertThat(explains.after("select id from good where name = other"))
          .anySatisfy(plan -> assertThat(plan.query()).startsWith("select id from good"));
      assertThat(explains.value(LOCKS)).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void functionOfAnExtensionOrATrustedSchemaIsNobodysPlant(TestDatabase server) throws Exception {
    Set<String> trustedSchemas = Set.of("ours");
    String database =
        Explains.database(
            server,
            "create extension citext",
            "create schema ours",
            "create function ours.twice(int) returns int immutable language sql as 'select 2 * $1'",
            "create table people (id int, name citext)");
    try (Explains explains =
        new Explains(
            server,
            database,
            role(server, database),
            ExplainConfig.defaults().withTrustedSchemas(trustedSchemas))) {
      Explains.run(server, database, server.superuser(), "grant usage on schema ours to public");
      assertThat(explains.after("select id from people where name = 'x'")).hasSize(1);
      assertThat(explains.after("select ours.twice(id) from people")).hasSize(1);
      assertThat(explains.missing(NoPlan.USER_FUNCTION)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void foreignTableIsNotPlannedBecauseThatMayConnectElsewhere(TestDatabase server)
      throws Exception {
    String database =
        Explains.database(
            server,
            "create extension postgres_fdw",
            "create server elsewhere foreign data wrapper postgres_fdw options (port '1')",
            "create table everywhere (id int) partition by range (id)",
            "create table here partition of everywhere for values from (0) to (9)",
            "create foreign table there partition of everywhere for values from (9) to (19)"
                + " server elsewhere");
    try (Explains explains =
        new Explains(server, database, role(server, database), ExplainConfig.defaults())) {
      assertThat(explains.after("select id from everywhere where id = 3")).isEmpty();
      assertThat(explains.missing(NoPlan.FOREIGN_TABLE)).isEqualTo(1);
    }
  }
}
