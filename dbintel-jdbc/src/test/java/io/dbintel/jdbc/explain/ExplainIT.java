package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.explain.Explains.Plan;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of plans, and why one is missing. */
final class ExplainIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final String[] ORDERS = {
    "create table orders (id bigint primary key, state text, total numeric)",
    "insert into orders select n, 'new', n from generate_series(1, 1000) n",
    "create table events (id bigint, at timestamptz) partition by range (id)",
    "create table events_1 partition of events for values from (1) to (100)",
    "create table events_2 partition of events for values from (100) to (200)",
    "analyze orders"
  };

  /** The monitor tier, and SELECT on what there is. */
  private static Role reader(TestDatabase server, String database) throws Exception {
    Role role = server.createRole("pg_monitor");
    Explains.run(
        server,
        database,
        server.superuser(),
        "grant select on all tables in schema public to " + role.name());
    return role;
  }

  private static Explains explains(TestDatabase server) throws Exception {
    String database = Explains.database(server, ORDERS);
    return new Explains(server, database, reader(server, database), ExplainConfig.defaults());
  }

  private static Plan only(List<Plan> plans) {
    assertThat(plans).hasSize(1);
    return plans.get(0);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void genericPlanIsToldWithWhoseItIs(TestDatabase server) throws Exception {
    try (Explains explains = explains(server)) {
      Plan plan = only(explains.after("select total from orders where id = 4711 and state = 'x'"));

      assertThat(plan.raw().system()).isEqualTo("postgresql");
      assertThat(plan.raw().format()).isEqualTo(RawPlan.Format.JSON);
      assertThat(plan.raw().provenance()).isEqualTo(RawPlan.Provenance.GENERIC);
      assertThat(plan.text())
          .contains("\"Index Name\": \"orders_pkey\"", "\"Schema\": \"public\"", "$1", "$2")
          .doesNotContain("4711");
      DbEvent event = plan.event();
      assertThat(event.get(PlanAttributes.PLAN_SOURCE)).isEqualTo("explain");
      assertThat(event.get(PlanAttributes.PLAN_PROVENANCE)).isEqualTo("generic");
      assertThat(event.get(Attributes.DB_QUERY_TEXT)).contains("from orders where id = ?");
      assertThat(event.get(Attributes.QUERY_FINGERPRINT)).isNotEmpty();
      assertThat(event.get(Attributes.DB_NAMESPACE)).isEqualTo(event.database());
      assertThat(event.get(StatementAttributes.QUERYID))
          .isEqualTo(
              explains.value(
                  "select queryid from pg_stat_statements s join pg_database d on d.oid = s.dbid"
                      + " where query like 'select total from orders%'"
                      + " and datname = current_database()"));
      assertThat(explains.context().complaints()).isEqualTo("{}");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void changeOfPlanIsToldAndTheSamePlanIsNot(TestDatabase server) throws Exception {
    try (Explains explains = explains(server)) {
      String sql = "select count(*) from orders where id between 5 and 6";
      assertThat(only(explains.after(sql)).text()).contains("orders_pkey");
      assertThat(explains.after(sql)).isEmpty();
      assertThat(explains.context().counter("explained")).isEqualTo(1);

      explains.clock().advance(Duration.ofMinutes(10));
      assertThat(explains.after(sql)).isEmpty();
      assertThat(explains.context().counter("explained")).isEqualTo(2);
      assertThat(explains.context().counter("plans_unchanged")).isEqualTo(1);

      explains.value("select 1 from orders limit 1");
      explains.readStatements();
      Explains.run(
          server,
          explains.target().features().database(),
          server.superuser(),
          "alter table orders drop constraint orders_pkey");
      explains.readStatements();
      explains.clock().advance(Duration.ofMinutes(10));
      assertThat(explains.after(sql))
          .filteredOn(plan -> plan.query().startsWith("select count"))
          .singleElement()
          .satisfies(plan -> assertThat(plan.text()).contains("Seq Scan"));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void planOfACollectionThatWasGivenUpIsToldAgain(TestDatabase server) throws Exception {
    try (Explains explains = explains(server)) {
      String sql = "select count(*) from orders where id = 5";
      explains.readStatements();
      Explains.run(server, explains.target().features().database(), server.superuser(), sql);
      explains.readStatements();
      TestCollection late = new TestCollection(explains.target());
      assertThat(explains.collect(late)).hasSize(1);
      late.abandon();

      explains.clock().advance(Duration.ofMinutes(10));
      assertThat(explains.after(sql)).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void everyPartitionIsInAPlanWithoutParameters(TestDatabase server) throws Exception {
    try (Explains explains = explains(server)) {
      assertThat(only(explains.after("select * from events where id = 7")).text())
          .contains("events_1", "events_2");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void typedLiteralsAndListsArePlanned(TestDatabase server) throws Exception {
    try (Explains explains = explains(server)) {
      assertThat(
              only(explains.after("select at from events where at > now() - interval '1 day'"))
                  .text())
          .contains("$1");
      assertThat(only(explains.after("select id from orders where id in (1, 2, 3)")).text())
          .contains("ANY")
          .doesNotContain("(orders.id = $1)");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void writingStatementsNeedTheirPrivilegesAndThenChangeNothing(TestDatabase server)
      throws Exception {
    String database = Explains.database(server, ORDERS);
    Role role = reader(server, database);
    String[] writes = {
      "insert into orders values (2001, 'a', 1)",
      "update orders set total = 2 where id = 2001",
      "with gone as (delete from orders where id = 2001 returning id) select id from gone"
    };
    try (Explains explains = new Explains(server, database, role, ExplainConfig.defaults())) {
      assertThat(explains.after(writes)).isEmpty();
      assertThat(explains.missing(NoPlan.FORBIDDEN)).isEqualTo(3);
      assertThat(explains.context().said("privileges").status()).isEqualTo(HealthStatus.FORBIDDEN);
      assertThat(explains.context().said("privileges").remedy()).contains("GRANT");

      Explains.run(
          server,
          database,
          server.superuser(),
          "grant insert, update, delete on orders to " + role.name());
      explains.clock().advance(Duration.ofMinutes(30));
      List<Plan> plans = explains.after(writes);
      assertThat(plans).hasSize(3).allSatisfy(p -> assertThat(p.text()).contains("ModifyTable"));
      assertThat(explains.context().said("privileges").status()).isEqualTo(HealthStatus.UP);
      assertThat(explains.value("select count(*) from orders")).isEqualTo("1000");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void searchPathIsThatOfWhoeverRanIt(TestDatabase server) throws Exception {
    String database = Explains.database(server);
    Role role = server.createRole("pg_monitor");
    Role own = server.createRole();
    Role set = server.createRole();
    Explains.run(
        server,
        database,
        server.superuser(),
        "create schema " + own.name() + " authorization " + own.name(),
        "create schema shop",
        "create table " + own.name() + ".mine (id int)",
        "create table shop.goods (id int)",
        "create table public.goods (id int, other int)",
        "grant usage on schema shop, " + own.name() + " to " + role.name() + ", " + set.name(),
        "grant select on all tables in schema shop, public, "
            + own.name()
            + " to "
            + role.name()
            + ", "
            + set.name(),
        "alter role " + set.name() + " set search_path = nowhere",
        "alter role " + set.name() + " in database " + database + " set search_path = shop");
    Explains.run(
        server,
        database,
        server.superuser(),
        "grant select on " + own.name() + ".mine to " + own.name());
    try (Explains explains = new Explains(server, database, role, ExplainConfig.defaults())) {
      assertThat(only(explains.after(own, "select id from mine")).text())
          .contains("\"Schema\": \"" + own.name() + "\"");
      assertThat(only(explains.after(set, "select id from goods")).text())
          .contains("\"Schema\": \"shop\"");
      assertThat(explains.after("set search_path = shop", "select count(id) from shop.goods"))
          .hasSize(1);
      assertThat(
              explains.after(
                  "set search_path = hidden, shop",
                  "select max(id), min(id) from goods where id > 1"))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatIsNotOnTheKnownSearchPathIsToldAsThat(TestDatabase server) throws Exception {
    String database =
        Explains.database(server, "create schema hidden", "create table hidden.things (id int)");
    Role role = server.createRole("pg_monitor");
    try (Explains explains = new Explains(server, database, role, ExplainConfig.defaults())) {
      assertThat(explains.after("set search_path = hidden", "select id from things")).isEmpty();
      assertThat(explains.missing(NoPlan.SEARCH_PATH)).isEqualTo(1);
      assertThat(explains.context().said("coverage").reason()).isEqualTo("plans_missing");
      assertThat(explains.context().said("coverage").message()).contains("search_path=1");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void lockedTableIsNotWaitedForAndSpoilsNoOther(TestDatabase server) throws Exception {
    String database = Explains.database(server, ORDERS);
    Role role = reader(server, database);
    try (Explains explains = new Explains(server, database, role, ExplainConfig.defaults());
        Connection holder = server.connect(database);
        Statement lock = holder.createStatement()) {
      explains.readStatements();
      Explains.run(
          server,
          database,
          server.superuser(),
          "select total from orders where id = 1",
          "select at from events where id = 1");
      explains.readStatements();
      holder.setAutoCommit(false);
      lock.execute("lock table orders");
      List<Plan> plans = explains.collect(new TestCollection(explains.target()));
      holder.rollback();

      assertThat(only(plans).query()).contains("events");
      assertThat(explains.missing(NoPlan.TIMEOUT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void reasonsOfTheTextAreToldOnceAndForGood(TestDatabase server) throws Exception {
    try (Explains explains = explains(server)) {
      String column = "id as a_rather_long_name_for_a_column_";
      StringBuilder huge = new StringBuilder("select id");
      for (int i = 0; i < 1_000; i++) {
        huge.append(", ").append(column).append(i);
      }
      String[] work = {
        "create temp table t (id int)",
        huge + " from orders limit 1",
        "select extract(year from at) from events",
        "select id as \"x; commit; drop table orders\" from orders where id = 3",
        "select $$ 'a\\' $$ as literal",
        "select id from orders where 5 is null"
      };
      List<Plan> plans = explains.after(work);
      assertThat(explains.missing(NoPlan.NOT_EXPLAINABLE)).isPositive();
      assertThat(explains.missing(NoPlan.TRUNCATED)).isEqualTo(1);
      assertThat(explains.missing(NoPlan.UNSAFE_TEXT)).isEqualTo(1);
      assertThat(explains.missing(NoPlan.NOT_SQL)).as("extract($1 from at)").isEqualTo(1);
      assertThat(explains.missing(NoPlan.UNTYPABLE)).as("$1 is null").isEqualTo(1);
      assertThat(explains.value("select count(*) from orders")).isEqualTo("1000");

      long told = explains.context().counter("missing_truncated");
      explains.clock().advance(Duration.ofHours(20));
      plans.addAll(explains.after(work));
      assertThat(explains.context().counter("missing_truncated")).isEqualTo(told);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void statementsOfOtherDatabasesArePlannedThere(TestDatabase server) throws Exception {
    String database = Explains.database(server);
    String other = Explains.database(server, ORDERS);
    Role role = reader(server, other);
    try (Explains explains = new Explains(server, database, role, ExplainConfig.defaults())) {
      Plan plan =
          only(
              explains.afterIn(other, server.superuser(), "select total from orders where id = 8"));
      assertThat(plan.event().database()).isEqualTo(other);
    }
  }
}
