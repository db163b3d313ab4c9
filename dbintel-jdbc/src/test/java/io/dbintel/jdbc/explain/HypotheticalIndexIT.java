package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.jdbc.explain.Explains.Plan;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.HypoPg;
import io.dbintel.jdbc.testing.LoneConnection;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an index would do that does not exist, on a server that can be asked. */
final class HypotheticalIndexIT {
  private static final String[] ORDERS = {
    "create table orders (id int primary key, customer int, state varchar(10), day date)",
    "insert into orders select n, n % 2000, 'new', date '2026-01-01' + n % 300"
        + " from generate_series(1, 50000) n",
    "analyze orders"
  };
  private static final String BY_CUSTOMER = "select count(id) from orders where customer = 7";

  private static @Nullable EmbeddedServer started;

  @BeforeAll
  static void start() throws Exception {
    started = HypoPg.start();
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.remove();
    }
  }

  private static EmbeddedServer server() {
    return Objects.requireNonNull(started);
  }

  private static Explains explains(String... ddl) throws Exception {
    String database = Explains.database(server(), ORDERS);
    Explains.run(server(), database, server().superuser(), ddl);
    Role role = server().createRole("pg_monitor");
    Explains.run(
        server(),
        database,
        server().superuser(),
        "grant select on all tables in schema public to " + role.name());
    return new Explains(server(), database, role, ExplainConfig.defaults());
  }

  private static DbEvent only(List<Plan> plans) {
    assertThat(plans).hasSize(1);
    return plans.get(0).event();
  }

  @Test
  void anIndexThatIsMissingIsTriedAndItsGainIsTold() throws Exception {
    try (Explains explains =
        explains(
            "create schema tools",
            "create extension hypopg schema tools",
            "grant usage on schema tools to public")) {
      DbEvent event = only(explains.after(BY_CUSTOMER));

      assertThat(event.get(PlanAttributes.INDEX_RELATION)).isEqualTo("public.orders");
      assertThat(event.get(PlanAttributes.INDEX_COLUMNS)).containsExactly("customer");
      double before = event.getDouble(PlanAttributes.INDEX_COST_BEFORE, 0);
      assertThat(event.getDouble(PlanAttributes.INDEX_COST_AFTER, 0)).isBetween(1.0, before / 5);
      assertThat(explains.value("select count(*) from pg_indexes where tablename = 'orders'"))
          .isEqualTo("1");
      assertThat(explains.context().complaints()).isEqualTo("{}");
    }
  }

  @Test
  void equalColumnsComeBeforeTheOneThatIsOrdered() throws Exception {
    try (Explains explains = explains("create extension hypopg")) {
      DbEvent event =
          only(
              explains.after(
                  "select count(id) from orders where day > '2026-05-05' and state = 'old' and"
                      + " customer = 7"));
      assertThat(event.get(PlanAttributes.INDEX_COLUMNS))
          .containsExactlyInAnyOrder("state", "customer", "day")
          .endsWith("day");
    }
  }

  /** It outlives transactions: the next plan of the same session would be a lie. */
  @Test
  void nothingHypotheticalIsLeftForThePlansThatFollow() throws Exception {
    try (Explains explains = explains("create extension hypopg")) {
      for (int look = 0; look < 4; look++) {
        Explains.run(
            server(),
            explains.target().features().database(),
            server().superuser(),
            "set plan_cache_mode = force_custom_plan",
            BY_CUSTOMER,
            "select max(id) from orders where customer = "
                + look
                + " and day = '2026-01-0"
                + (look + 1)
                + "'",
            "select min(state) from orders where customer = 1 having count(*) > " + look);
        // The extension asks something itself, which a server that tracks nested statements shows.
        for (Plan plan : explains.look()) {
          if (!plan.query().contains("orders")) {
            continue;
          }
          assertThat(plan.text()).contains("Seq Scan").doesNotContain("btree");
        }
        explains.clock().advance(Duration.ofHours(2));
      }
      assertThat(explains.context().counter("explained")).isGreaterThanOrEqualTo(6);
      assertThat(explains.context().counter("indexes_tried")).isGreaterThanOrEqualTo(6);
    }
  }

  /** A type that no such index can be made of: the trial fails in the middle. */
  @Test
  void aTrialThatFailsCostsNoPlanAndLeavesNothing() throws Exception {
    try (Explains explains =
        explains(
            "create extension hypopg",
            "create table seen (id int, by xid)",
            "insert into seen select n, '7' from generate_series(1, 50000) n",
            "analyze seen",
            "grant select on seen to public")) {
      DbEvent failed = only(explains.after("select count(id) from seen where by = '7'"));
      assertThat(failed.has(PlanAttributes.INDEX_COLUMNS)).isFalse();
      explains.clock().advance(Duration.ofMinutes(1));
      assertThat(explains.after(BY_CUSTOMER))
          .filteredOn(plan -> plan.query().contains("customer"))
          .singleElement()
          .matches(plan -> plan.event().has(PlanAttributes.INDEX_COLUMNS));
    }
  }

  /** As when the collection is given up between the index and its end. */
  @Test
  void anIndexIsGoneWhenACollectionBreaksOff() throws Exception {
    String database = Explains.database(server(), ORDERS);
    Explains.run(server(), database, server().superuser(), "create extension hypopg");
    try (Connection connection = server().connect(database);
        Explains explains =
            new Explains(
                server(), database, new LoneConnection(connection), ExplainConfig.defaults())) {
      String[] during = new String[1];
      Throwable thrown =
          catchThrowable(
              () ->
                  explains
                      .target()
                      .inTransaction(
                          new TestCollection(explains.target()),
                          reading -> breakOff(reading, () -> during[0] = left(connection))));
      assertThat(thrown).isNotNull();
      assertThat(during[0]).isEqualTo("1 1");
      assertThat(left(connection)).isEqualTo("0 0");
    }
  }

  private static boolean breakOff(Reading reading, Runnable between) throws SQLException {
    SqlResource deallocate = SqlResource.of(PreparedExplain.class, "explain-deallocate");
    reading.afterRollback(deallocate);
    reading.plain(
        SqlResource.of(PreparedExplain.class, "explain-prepare")
            .with("types", "")
            .with("statement", "select 1"),
        row -> {});
    HypotheticalIndexes indexes = Objects.requireNonNull(HypotheticalIndexes.find(reading));
    try {
      return indexes.tried(
              reading,
              IndexCandidateTest.plan("800.00", "orders", "(o.customer = $1)"),
              () -> {
                between.run();
                throw new IllegalStateException("broken off");
              },
              deallocate)
          != null;
    } catch (NoPlan.Refusal refusal) {
      throw new AssertionError(refusal);
    }
  }

  /** How many hypothetical indexes and prepared statements a session has. */
  private static String left(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select (select count(*) from public.hypopg()) || ' ' || count(*)"
                    + " from pg_prepared_statements where name = 'dbintel_explain'")) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException error) {
      throw new AssertionError(error);
    }
  }

  @Test
  void aPlanThatWantsNoIndexHasNone() throws Exception {
    try (Explains explains = explains("create extension hypopg")) {
      assertThat(only(explains.after("select count(id) from orders where id = 7")))
          .matches(event -> !event.has(PlanAttributes.INDEX_COLUMNS));
      assertThat(only(explains.after("select count(*) from orders where customer + 1 = 7")))
          .matches(event -> !event.has(PlanAttributes.INDEX_COLUMNS));
    }
  }

  /** Whoever may create functions could else run code as our role. */
  @Test
  void aFunctionThatOnlyBearsTheNameIsNotCalled() throws Exception {
    try (Explains explains =
        explains(
            "create function hypopg_reset() returns void language plpgsql as"
                + " $$ begin raise exception 'planted'; end $$",
            "create function hypopg_create_index(sql text, out indexrelid oid, out indexname text)"
                + " returns setof record language plpgsql as"
                + " $$ begin raise exception 'planted'; end $$")) {
      DbEvent event = only(explains.after(BY_CUSTOMER));
      assertThat(event.has(PlanAttributes.INDEX_COLUMNS)).isFalse();
      assertThat(explains.missing(NoPlan.FAILED)).isZero();
    }
  }
}
