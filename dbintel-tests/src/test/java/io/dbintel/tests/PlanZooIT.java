package io.dbintel.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.processors.plan.PlanFingerprint;
import io.dbintel.processors.plan.PlanKey;
import io.dbintel.processors.plan.PlanNode;
import io.dbintel.processors.plan.PlanTree;
import io.dbintel.processors.plan.QueryPlan;
import io.dbintel.tests.PlanZoo.Exhibit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of real servers, in every format and every version. */
class PlanZooIT {
  private static final String PLANNED = "VERBOSE, SETTINGS";

  /** Whatever is not the same twice is left out: costs too, for what was taken back takes room. */
  private static final String EXECUTED =
      "ANALYZE, VERBOSE, SETTINGS, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF";

  private static final String MEASURED = "ANALYZE, VERBOSE, BUFFERS, WAL";

  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void everyFormatSaysTheSame(TestDatabase server) throws SQLException {
    List<String> differences = new ArrayList<>();
    Set<String> operators = new HashSet<>();
    int statements = 0;
    try (Connection connection = server.connect(server.createDatabase())) {
      PlanZoo.createSchema(connection);
      for (Exhibit exhibit : PlanZoo.statements()) {
        if (exhibit.from() > server.major()) {
          continue;
        }
        statements++;
        for (String options : List.of(PLANNED, EXECUTED)) {
          if (options.equals(PLANNED) || !exhibit.varies()) {
            QueryPlan json = read(connection, exhibit, options, "JSON");
            json.nodes().forEach(node -> operators.add(node.operator()));
            compare(connection, exhibit, options, json, differences);
          }
        }
      }
    }
    System.out.printf(
        "PostgreSQL %d: %d statements, %d operators %s%n",
        server.major(), statements, operators.size(), operators);
    assertThat(differences).isEmpty();
    assertThat(statements).isGreaterThanOrEqualTo(60);
    assertThat(operators).hasSizeGreaterThan(30).contains("BitmapAnd", "BitmapOr");
  }

  private static void compare(
      Connection connection,
      Exhibit exhibit,
      String options,
      QueryPlan json,
      List<String> differences)
      throws SQLException {
    for (String format : List.of("YAML", "XML", "TEXT")) {
      QueryPlan other = read(connection, exhibit, options, format);
      Set<PlanKey> without =
          format.equals("TEXT") ? PlanZoo.NOT_IN_TEXT : EnumSet.noneOf(PlanKey.class);
      List<String> expected = PlanZoo.facts(json, without);
      List<String> facts = PlanZoo.facts(other, without);
      if (!facts.equals(expected)) {
        differences.add(exhibit + " in " + format + ": " + facts + " is not " + expected);
      }
      if (!PlanFingerprint.of(other).equals(PlanFingerprint.of(json))) {
        differences.add(exhibit + " in " + format + ": another fingerprint");
      }
      if (other.unknownKeys() != json.unknownKeys()) {
        differences.add(exhibit + " in " + format + ": other unknown properties");
      }
    }
  }

  /** Times, blocks and WAL are not the same twice; what they are called is, and all of it known. */
  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void everyPropertyIsKnownAndNoLiteralIsKept(TestDatabase server) throws SQLException {
    try (Connection connection = server.connect(server.createDatabase())) {
      PlanZoo.createSchema(connection);
      for (Exhibit exhibit : PlanZoo.statements()) {
        if (exhibit.from() > server.major()) {
          continue;
        }
        boolean select = exhibit.sql().startsWith("SELECT");
        String options =
            MEASURED + (server.major() >= 17 ? select ? ", SERIALIZE, MEMORY" : ", MEMORY" : "");
        for (String format : List.of("JSON", "YAML", "XML", "TEXT")) {
          QueryPlan plan = read(connection, exhibit, options, format);
          assertThat(plan.unknownKeys()).as("%s in %s", exhibit, format).isZero();
          assertThat(plan.executionSeconds()).as("%s in %s", exhibit, format).isPositive();
          assertThat(PlanTree.toJson(plan, 1 << 20))
              .as("%s in %s", exhibit, format)
              .doesNotContain("secret", "O'Reilly", "salaries", "dollar", "city 1");
        }
      }
    }
  }

  /** What a trigger reads of the rows that changed is shown only by auto_explain. */
  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void theRowsOfATriggerAreReadInEveryFormat(TestDatabase server) throws SQLException {
    try (Connection connection = server.connect(server.createDatabase());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE counted (id int, total int)");
      statement.execute("INSERT INTO counted SELECT i, i FROM generate_series(1, 100) i");
      statement.execute("CREATE TABLE counts (n bigint)");
      statement.execute(
          "CREATE FUNCTION count_them() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO"
              + " counts SELECT count(*) FROM fresh WHERE total > 4711; RETURN NULL; END'");
      statement.execute(
          "CREATE TRIGGER count_them AFTER UPDATE ON counted REFERENCING NEW TABLE AS fresh"
              + " FOR EACH STATEMENT EXECUTE FUNCTION count_them()");
      statement.execute(
          "SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on;"
              + " SET auto_explain.log_verbose = on; SET auto_explain.log_level = 'notice'");
      Set<PlanFingerprint> fingerprints = new HashSet<>();
      for (String format : List.of("json", "yaml", "xml", "text")) {
        statement.execute("SET auto_explain.log_format = '" + format + "'");
        statement.clearWarnings();
        statement.execute("UPDATE counted SET total = total + 1");
        QueryPlan plan = planThatReads("fresh", statement);
        PlanNode scan = plan.nodes().get(plan.nodes().size() - 1);
        assertThat(scan.operator()).as(format).isEqualTo("Named Tuplestore Scan");
        // No version prints whose rows they are, though it has a property for it.
        assertThat(scan.has(PlanKey.TUPLESTORE_NAME)).as(format).isFalse();
        assertThat(plan.unknownKeys()).as(format).isZero();
        assertThat(PlanTree.toJson(plan, 1 << 16)).as(format).doesNotContain("4711");
        fingerprints.add(PlanFingerprint.of(plan));
      }
      assertThat(fingerprints).hasSize(1);
    }
  }

  /** Of the plans that came as notices, the one of the statement with this name in it. */
  private static QueryPlan planThatReads(String name, Statement statement) throws SQLException {
    for (SQLWarning warning = statement.getWarnings();
        warning != null;
        warning = warning.getNextWarning()) {
      String message = String.valueOf(warning.getMessage());
      int plan = message.indexOf("plan:\n");
      if (plan >= 0 && message.contains(name)) {
        return PlanZoo.read(message.substring(plan + "plan:\n".length()));
      }
    }
    throw new AssertionError("no plan came");
  }

  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void readsPlansOfMoreThanAHundredLevelsAndMoreThanAMegabyte(TestDatabase server)
      throws SQLException {
    try (Connection connection = server.connect(server.createDatabase())) {
      PlanZoo.createSchema(connection);
      String deep = "SELECT id FROM zoo.orders";
      for (int i = 0; i < 120; i++) {
        deep = "SELECT id FROM (" + deep + " LIMIT " + (1000 - i) + ") q" + i;
      }
      assertThat(plan(connection, deep, "JSON").depth()).isGreaterThan(100);
      same(connection, deep);
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < 1800; i++) {
        parts.add("SELECT id, total FROM zoo.orders WHERE id = " + i + " AND status = 'secret'");
      }
      String large = String.join(" UNION ALL ", parts);
      List<String> alone = List.of("max_parallel_workers_per_gather = 0");
      String json =
          PlanZoo.explain(
              connection, new Exhibit(large, 13, alone, false), PLANNED + ", FORMAT JSON");
      assertThat(json.length()).isGreaterThan(1 << 20);
      assertThat(PlanZoo.read(json).nodes()).hasSize(1801);
      same(connection, large);
    }
  }

  private static void same(Connection connection, String sql) throws SQLException {
    PlanFingerprint json = PlanFingerprint.of(plan(connection, sql, "JSON"));
    for (String format : List.of("YAML", "XML", "TEXT")) {
      assertThat(PlanFingerprint.of(plan(connection, sql, format))).isEqualTo(json);
    }
  }

  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void fingerprintsSurviveStatisticsAndRestoreAndTellOtherPlans(TestDatabase server)
      throws SQLException {
    String database = server.createDatabase();
    Map<String, PlanFingerprint> before;
    try (Connection connection = server.connect(database)) {
      PlanZoo.createSchema(connection);
      before = pinned(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO zoo.audit (what) SELECT 'x' FROM generate_series(1, 100)");
        statement.execute("UPDATE zoo.orders SET total = total + 3 WHERE id % 3 = 0");
        statement.execute("VACUUM ANALYZE zoo.orders, zoo.lines, zoo.customers");
      }
      assertThat(pinned(connection)).isEqualTo(before);
    }
    // A restore has other object identifiers.
    try (Connection restored = server.connect(server.createDatabase())) {
      PlanZoo.createSchema(restored);
      assertThat(pinned(restored)).isEqualTo(before);
    }
    assertThat(new HashSet<>(before.values().stream().map(PlanFingerprint::plan).toList()))
        .as("each is another plan")
        .hasSize(before.size());
  }

  @Test
  void fingerprintsSurviveARestart() throws SQLException {
    EmbeddedServer server = TestDatabase.startFresh();
    try {
      Map<String, PlanFingerprint> before;
      try (Connection connection = server.connect("postgres")) {
        PlanZoo.createSchema(connection);
        before = pinned(connection);
      }
      server.restart();
      try (Connection connection = server.connect("postgres")) {
        assertThat(pinned(connection)).isEqualTo(before);
      }
    } finally {
      server.remove();
    }
  }

  /** One statement in other plans, which the settings pin. */
  private static Map<String, PlanFingerprint> pinned(Connection connection) throws SQLException {
    String join = "SELECT * FROM zoo.orders o JOIN zoo.lines l ON l.order_id = o.id";
    String explicit = "join_collapse_limit = 1";
    Map<String, PlanFingerprint> plans = new LinkedHashMap<>();
    put(plans, connection, "hash", join, "enable_mergejoin = off", "enable_nestloop = off");
    put(plans, connection, "merge", join, "enable_hashjoin = off", "enable_nestloop = off");
    put(plans, connection, "loop", join, "enable_hashjoin = off", "enable_mergejoin = off");
    String left = join.replace("JOIN", "LEFT JOIN");
    put(plans, connection, "left", left, "enable_mergejoin = off", "enable_nestloop = off");
    String three =
        "SELECT * FROM zoo.orders o JOIN zoo.customers c ON c.id = o.customer_id JOIN zoo.lines l"
            + " ON l.order_id = o.id";
    String other =
        "SELECT * FROM zoo.orders o JOIN zoo.lines l ON l.order_id = o.id JOIN zoo.customers c"
            + " ON c.id = o.customer_id";
    put(plans, connection, "order 1", three, explicit, "enable_mergejoin = off");
    put(plans, connection, "order 2", other, explicit, "enable_mergejoin = off");
    String scan = "SELECT * FROM zoo.orders WHERE status = 'open' AND customer_id = 5";
    put(plans, connection, "index", scan, "enable_seqscan = off", "enable_bitmapscan = off");
    put(plans, connection, "table", scan, "enable_indexscan = off", "enable_bitmapscan = off");
    String byStatus = scan.replace("customer_id = 5", "total = 5");
    put(
        plans,
        connection,
        "other index",
        byStatus,
        "enable_seqscan = off",
        "enable_bitmapscan = off");
    return plans;
  }

  private static void put(
      Map<String, PlanFingerprint> plans,
      Connection connection,
      String name,
      String sql,
      String... settings)
      throws SQLException {
    Exhibit exhibit = new Exhibit(sql, 13, List.of(settings), false);
    plans.put(name, PlanFingerprint.of(read(connection, exhibit, "VERBOSE", "JSON")));
  }

  private static QueryPlan plan(Connection connection, String sql, String format)
      throws SQLException {
    return read(connection, new Exhibit(sql, 13, List.of(), false), PLANNED, format);
  }

  private static QueryPlan read(
      Connection connection, Exhibit exhibit, String options, String format) throws SQLException {
    String plan = PlanZoo.explain(connection, exhibit, options + ", FORMAT " + format);
    return PlanZoo.read(plan);
  }
}
