package io.dbintel.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.jdbc.testing.MysqlServer;
import io.dbintel.processors.advice.PlanAdvisor;
import io.dbintel.processors.plan.PlanFingerprint;
import io.dbintel.processors.plan.PlanNode;
import io.dbintel.processors.plan.PlanSummary;
import io.dbintel.processors.plan.PlanTree;
import io.dbintel.processors.plan.QueryPlan;
import io.dbintel.processors.plan.UnreadablePlanException;
import io.dbintel.tests.MysqlZoo.Exhibit;
import io.dbintel.tests.MysqlZoo.Form;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of real servers of MySQL and MariaDB, in every format that they print. */
class MysqlPlanZooIT {
  private static final String MYSQL = "io.dbintel.jdbc.testing.MysqlServer#mysql";
  private static final String MARIADB = "io.dbintel.jdbc.testing.MysqlServer#mariadb";

  @AfterAll
  static void dropDatabases() throws SQLException {
    MysqlZoo.dropDatabases();
  }

  @ParameterizedTest
  @MethodSource(MYSQL)
  void everyFormatOfMysqlIsReadAndSaysTheSame(MysqlServer server) throws Exception {
    everyFormatIsReadAndSaysTheSame(server);
  }

  @ParameterizedTest
  @MethodSource(MARIADB)
  void everyFormatOfMariadbIsReadAndSaysTheSame(MysqlServer server) throws Exception {
    everyFormatIsReadAndSaysTheSame(server);
  }

  @ParameterizedTest
  @MethodSource(MYSQL)
  void fingerprintsOfMysqlSurviveStatisticsAndTellOtherPlans(MysqlServer server) throws Exception {
    fingerprintsSurviveStatisticsAndTellOtherPlans(server);
  }

  @ParameterizedTest
  @MethodSource(MARIADB)
  void fingerprintsOfMariadbSurviveStatisticsAndTellOtherPlans(MysqlServer server)
      throws Exception {
    fingerprintsSurviveStatisticsAndTellOtherPlans(server);
  }

  @ParameterizedTest
  @MethodSource(MYSQL)
  void eachPlanOfMysqlGetsTheAdviceItDeserves(MysqlServer server) throws Exception {
    eachPlanGetsTheAdviceItDeserves(server, Form.MEASURED_TREE);
    if (Form.MEASURED_JSON_2.isOf(server)) {
      eachPlanGetsTheAdviceItDeserves(server, Form.MEASURED_JSON_2);
    }
  }

  @ParameterizedTest
  @MethodSource(MARIADB)
  void eachPlanOfMariadbGetsTheAdviceItDeserves(MysqlServer server) throws Exception {
    eachPlanGetsTheAdviceItDeserves(server, Form.MEASURED_JSON);
  }

  private static void eachPlanGetsTheAdviceItDeserves(MysqlServer server, Form form)
      throws SQLException {
    List<String> differences = new ArrayList<>();
    PlanAdvisor advisor = new PlanAdvisor();
    try (Connection connection = MysqlZoo.connect(server)) {
      for (Exhibit exhibit : MysqlZoo.advised()) {
        if (exhibit.isFor(server)) {
          String text = MysqlZoo.explain(connection, exhibit, form, 0);
          QueryPlan plan = read(server, exhibit, form, text, differences);
          List<String> rules =
              plan == null
                  ? List.of()
                  : advisor.advise(plan).stream().map(advice -> advice.rule()).toList();
          if (!String.join(", ", rules).equals(exhibit.advice())) {
            differences.add(exhibit + " gets " + rules + ": " + text);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static void everyFormatIsReadAndSaysTheSame(MysqlServer server) throws SQLException {
    List<String> differences = new ArrayList<>();
    Set<String> operators = new TreeSet<>();
    int statements = 0;
    int plans = 0;
    try (Connection connection = MysqlZoo.connect(server)) {
      for (Exhibit exhibit : MysqlZoo.statements()) {
        if (exhibit.isFor(server)) {
          statements++;
          Map<Form, QueryPlan> read = plans(connection, server, exhibit, differences);
          plans += read.size();
          read.values().forEach(plan -> plan.nodes().forEach(n -> operators.add(n.operator())));
          compare(exhibit, read, differences);
        }
      }
    }
    System.out.printf(
        "%s: %d statements, %d plans, %d operators %s%n",
        server, statements, plans, operators.size(), operators);
    assertThat(differences).isEmpty();
    assertThat(statements).isGreaterThanOrEqualTo(95);
    assertThat(operators).hasSizeGreaterThan(20).doesNotContain("Other");
  }

  /** The plans of a statement, each read, without a literal, and the same for other literals. */
  private static Map<Form, QueryPlan> plans(
      Connection connection, MysqlServer server, Exhibit exhibit, List<String> differences)
      throws SQLException {
    Map<Form, QueryPlan> plans = new EnumMap<>(Form.class);
    for (Form form : Form.values()) {
      if (!form.isOf(server)) {
        continue;
      }
      String what = exhibit + " as " + form + ": ";
      String text = MysqlZoo.explain(connection, exhibit, form, 0);
      QueryPlan plan = read(server, exhibit, form, text, differences);
      if (plan == null) {
        continue;
      }
      plans.put(form, plan);
      if (plan.unknownKeys() > 0) {
        differences.add(what + plan.unknownKeys() + " unknown properties in " + text);
      }
      if (MysqlZoo.holdsLiteral(everythingOf(plan))) {
        differences.add(what + "a literal is left in " + everythingOf(plan));
      }
      if (!form.isMeasured()) {
        QueryPlan other =
            read(
                server, exhibit, form, MysqlZoo.explain(connection, exhibit, form, 1), differences);
        if (other == null || !PlanFingerprint.of(other).equals(PlanFingerprint.of(plan))) {
          differences.add(
              what
                  + "other fingerprints with other literals: "
                  + (other == null ? "" : everythingOf(other))
                  + " and "
                  + everythingOf(plan));
        }
      }
    }
    return plans;
  }

  /** A server that has no plan of a change in a tree's form says so. */
  private static @Nullable QueryPlan read(
      MysqlServer server, Exhibit exhibit, Form form, String text, List<String> differences) {
    try {
      return MysqlZoo.read(server, text);
    } catch (UnreadablePlanException e) {
      boolean none = form.isTree() && !exhibit.isQuery() && text.contains("<not executable");
      if (!none) {
        differences.add(exhibit + " as " + form + ": " + e.getMessage() + " " + text);
      }
      return null;
    }
  }

  private static String everythingOf(QueryPlan plan) {
    DbEvent event = new DbEvent(EventTypes.QUERY_PLAN, "zoo", 0);
    PlanSummary.of(plan).writeTo(event);
    return PlanTree.toJson(plan, 1 << 20) + event;
  }

  private static void compare(
      Exhibit exhibit, Map<Form, QueryPlan> plans, List<String> differences) {
    sameFingerprints(exhibit, plans, Form.JSON, Form.MEASURED_JSON, differences);
    sameFingerprints(exhibit, plans, Form.TREE, Form.MEASURED_TREE, differences);
    sameFingerprints(exhibit, plans, Form.TABLE, Form.MEASURED_TABLE, differences);
    sameFingerprints(exhibit, plans, Form.JSON_2, Form.MEASURED_JSON_2, differences);
    QueryPlan json = plans.get(Form.JSON);
    if (json == null) {
      return;
    }
    Set<String> expected = accesses(json);
    for (Form form : plans.keySet()) {
      Set<String> found = accesses(plans.get(form));
      Set<String> relations = relations(found);
      relations.retainAll(relations(expected));
      if (!only(relations, found).equals(only(relations, expected))
          || (relations.isEmpty() && !expected.isEmpty() && !found.isEmpty())) {
        differences.add(exhibit + " as " + form + ": " + found + " is not " + expected);
      }
    }
  }

  private static void sameFingerprints(
      Exhibit exhibit, Map<Form, QueryPlan> plans, Form one, Form other, List<String> differences) {
    QueryPlan first = plans.get(one);
    QueryPlan second = plans.get(other);
    if (first == null || second == null || isOtherWhenExecuted(first)) {
      return;
    }
    if (!PlanFingerprint.of(first).equals(PlanFingerprint.of(second))) {
      differences.add(
          exhibit
              + ": "
              + other
              + " has other fingerprints than "
              + one
              + ": "
              + PlanTree.toJson(first, 1 << 20)
              + PlanTree.toJson(second, 1 << 20));
    }
  }

  /**
   * Constants that are computed once are printed as their expression before and as their value
   * after that; and of a table MariaDB empties rather than deletes, it deletes when it measures.
   */
  private static boolean isOtherWhenExecuted(QueryPlan plan) {
    String tree = PlanTree.toJson(plan, 1 << 20);
    return tree.contains("< cache >") || tree.contains("Deleting all rows");
  }

  /** Which tables are read how, and by which index. */
  private static Set<String> accesses(QueryPlan plan) {
    Set<String> accesses = new TreeSet<>();
    for (PlanNode node : plan.nodes()) {
      String operator = node.operator().toLowerCase(java.util.Locale.ROOT);
      boolean reads =
          operator.contains("scan") || operator.contains("lookup") || operator.contains("search");
      String name = node.alias() == null ? node.relation() : node.alias();
      if (reads && name != null && !name.startsWith("<") && !isOfMerge(node)) {
        String access =
            operator
                .replace("multi-range ", "")
                .replace("scan new records", "table scan")
                .replace(" for deduplication", " for grouping");
        accesses.add(name + ' ' + access + ' ' + node.indexName());
      }
    }
    return accesses;
  }

  /** Where indexes are merged, JSON says so of the table and the tree of each index. */
  private static boolean isOfMerge(PlanNode node) {
    PlanNode parent = node.parent();
    return parent != null && parent.operator().contains("row ID");
  }

  private static Set<String> relations(Set<String> accesses) {
    Set<String> names = new HashSet<>();
    accesses.forEach(access -> names.add(relation(access)));
    return names;
  }

  private static String relation(String access) {
    return access.substring(0, access.indexOf(' '));
  }

  private static Set<String> only(Set<String> relations, Set<String> accesses) {
    Set<String> some = new TreeSet<>();
    accesses.stream().filter(access -> relations.contains(relation(access))).forEach(some::add);
    return some;
  }

  private static void fingerprintsSurviveStatisticsAndTellOtherPlans(MysqlServer server)
      throws SQLException {
    try (Connection connection = server.connectToNewDatabase();
        Statement statement = connection.createStatement()) {
      try {
        MysqlZoo.createSchema(connection);
        for (Form form : Form.values()) {
          if (form.isOf(server) && !form.isMeasured()) {
            Map<String, PlanFingerprint> before = pinned(connection, server, form);
            statement.execute("INSERT INTO plain SELECT i, i, 'x' FROM numbers WHERE i < 300");
            statement.execute("UPDATE orders SET total = total + 3 WHERE id % 3 = 0");
            statement.execute("ANALYZE TABLE orders, customers, plain");
            assertThat(pinned(connection, server, form)).as("%s", form).isEqualTo(before);
            assertThat(new HashSet<>(before.values().stream().map(PlanFingerprint::plan).toList()))
                .as("each is another plan in %s: %s", form, before)
                .hasSize(before.size());
            String dropped = "SELECT * FROM orders WHERE customer_id = 7 AND total <> 3";
            PlanFingerprint with = fingerprint(connection, server, form, dropped);
            statement.execute("DROP INDEX by_customer ON orders");
            assertThat(fingerprint(connection, server, form, dropped).shape())
                .as("%s", form)
                .isNotEqualTo(with.shape());
            statement.execute("CREATE INDEX by_customer ON orders (customer_id)");
            assertThat(fingerprint(connection, server, form, dropped))
                .as("%s", form)
                .isEqualTo(with);
          }
        }
      } finally {
        statement.execute("DROP DATABASE " + connection.getCatalog());
      }
    }
  }

  /** Statements whose plans hints pin, each another. */
  private static Map<String, PlanFingerprint> pinned(
      Connection connection, MysqlServer server, Form form) throws SQLException {
    Map<String, PlanFingerprint> plans = new LinkedHashMap<>();
    for (String sql :
        List.of(
            "SELECT * FROM orders o STRAIGHT_JOIN customers c ON c.id = o.customer_id",
            "SELECT * FROM customers c STRAIGHT_JOIN orders o FORCE INDEX (by_customer) ON c.id = o.customer_id",
            "SELECT * FROM customers c STRAIGHT_JOIN orders o IGNORE INDEX (by_customer) ON c.id = o.customer_id",
            "SELECT * FROM orders FORCE INDEX (by_status) WHERE status = 'open' AND placed < '2024-01-02'",
            "SELECT * FROM orders FORCE INDEX (by_placed) WHERE status = 'open' AND placed < '2024-01-02'",
            "SELECT * FROM orders IGNORE INDEX (by_status, by_placed) WHERE status = 'open' AND placed < '2024-01-02'",
            "SELECT * FROM plain ORDER BY c",
            "SELECT c, count(*) FROM plain GROUP BY c ORDER BY NULL")) {
      plans.put(sql, fingerprint(connection, server, form, sql));
    }
    return plans;
  }

  private static PlanFingerprint fingerprint(
      Connection connection, MysqlServer server, Form form, String sql) throws SQLException {
    Exhibit exhibit = new Exhibit(sql);
    String plan = MysqlZoo.explain(connection, exhibit, form, 0);
    try {
      return PlanFingerprint.of(MysqlZoo.read(server, plan));
    } catch (UnreadablePlanException e) {
      throw new AssertionError(e.getMessage() + ": " + plan, e);
    }
  }
}
