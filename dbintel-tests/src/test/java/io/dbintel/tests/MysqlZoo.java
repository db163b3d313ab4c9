package io.dbintel.tests;

import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Provenance;
import io.dbintel.jdbc.testing.MysqlServer;
import io.dbintel.processors.plan.PlanReader;
import io.dbintel.processors.plan.QueryPlan;
import io.dbintel.processors.plan.UnreadablePlanException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Statements that make MySQL and MariaDB show every kind of node they have, and their plans. */
final class MysqlZoo {
  /** What is put into every literal of the statements. */
  static final String CANARY = "canary";

  private static final List<String> NUMBERS = List.of("90210777", "90210888");

  private static final Map<MysqlServer, String> DATABASES = new HashMap<>();

  private MysqlZoo() {}

  /**
   * A statement.
   *
   * @param sql its text, with places for literals
   * @param only the product that takes it; empty if both do
   * @param settings what is set for it
   * @param advice the rule that has something to say about its plan; empty if none has
   */
  record Exhibit(String sql, String only, List<String> settings, String advice) {
    Exhibit(String sql) {
      this(sql, "", List.of(), "");
    }

    boolean isFor(MysqlServer server) {
      return only.isEmpty() || only.equals(server.product());
    }

    /** Whether it reads and changes nothing. */
    boolean isQuery() {
      return sql.startsWith("SELECT") || sql.startsWith("WITH") || sql.startsWith("(");
    }

    @Override
    public String toString() {
      return sql + " " + settings;
    }
  }

  /** How a server is asked for a plan. */
  enum Form {
    JSON("EXPLAIN FORMAT=JSON ", false),
    TREE("EXPLAIN FORMAT=TREE ", false),
    TABLE("EXPLAIN FORMAT=TRADITIONAL ", false),
    MEASURED_JSON("ANALYZE FORMAT=JSON ", true),
    MEASURED_TREE("EXPLAIN ANALYZE FORMAT=TREE ", true),
    MEASURED_TABLE("ANALYZE ", true),
    /** The second version, from MySQL 8.3 on. */
    JSON_2("EXPLAIN FORMAT=JSON ", false),
    MEASURED_JSON_2("EXPLAIN ANALYZE FORMAT=JSON ", true);

    private final String command;
    private final boolean measured;

    Form(String command, boolean measured) {
      this.command = command;
      this.measured = measured;
    }

    boolean isMeasured() {
      return measured;
    }

    /**
     * Whether the server prints what its executor walks through, which it does not have for all.
     */
    boolean isTree() {
      return this == TREE || this == MEASURED_TREE || this == JSON_2 || this == MEASURED_JSON_2;
    }

    boolean isOf(MysqlServer server) {
      boolean mariadb = server.product().equals("mariadb");
      return switch (this) {
        case JSON, TABLE -> true;
        case TREE, MEASURED_TREE -> !mariadb;
        case MEASURED_JSON, MEASURED_TABLE -> mariadb;
        case JSON_2, MEASURED_JSON_2 -> !mariadb && server.isFrom(8, 3);
      };
    }
  }

  static List<Exhibit> statements() {
    return statements("mysql-zoo.sql");
  }

  /** Statements whose plans deserve one piece of advice or none. */
  static List<Exhibit> advised() {
    return statements("mysql-advice.sql");
  }

  private static List<Exhibit> statements(String resource) {
    List<Exhibit> all = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    String only = "";
    String advice = "";
    List<String> settings = new ArrayList<>();
    for (String line : PlanZoo.resource(resource).lines().toList()) {
      if (line.startsWith("--only ")) {
        only = line.substring("--only ".length()).strip();
      } else if (line.startsWith("--advice")) {
        advice = line.substring("--advice".length()).strip();
      } else if (line.startsWith("--set ")) {
        settings.addAll(List.of(line.substring("--set ".length()).split("; ", -1)));
      } else if (!line.startsWith("-- ")) {
        sql.append(sql.isEmpty() ? "" : "\n").append(line);
        if (line.endsWith(";")) {
          String text = sql.substring(0, sql.length() - 1);
          all.add(new Exhibit(text, only, List.copyOf(settings), advice));
          sql.setLength(0);
          settings.clear();
          only = "";
          advice = "";
        }
      }
    }
    return all;
  }

  /** A connection to the zoo of a server, which is made for the first that asks. */
  static synchronized Connection connect(MysqlServer server) throws SQLException {
    String database = DATABASES.get(server);
    if (database != null) {
      return server.connect(database);
    }
    Connection connection = server.connectToNewDatabase();
    createSchema(connection);
    DATABASES.put(server, connection.getCatalog());
    return connection;
  }

  static synchronized void dropDatabases() throws SQLException {
    for (Map.Entry<MysqlServer, String> each : DATABASES.entrySet()) {
      try (Connection connection = each.getKey().connect(each.getValue());
          Statement statement = connection.createStatement()) {
        statement.execute("DROP DATABASE " + each.getValue());
      }
    }
    DATABASES.clear();
  }

  static void createSchema(Connection connection) throws SQLException {
    StringBuilder sql = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      for (String line : PlanZoo.resource("mysql-zoo-schema.sql").lines().toList()) {
        if (!line.startsWith("--")) {
          sql.append(line).append('\n');
          if (line.endsWith(";")) {
            statement.execute(withLiterals(sql.substring(0, sql.length() - 2), 0));
            sql.setLength(0);
          }
        }
      }
    }
  }

  /**
   * A statement with literals.
   *
   * @param set which of two
   */
  static String withLiterals(String sql, int set) {
    return sql.replace("{s}", "'" + CANARY + " left " + set + "'")
        .replace("{t}", "'" + CANARY + " right " + (1 - set) + "'")
        .replace("{n}", NUMBERS.get(set))
        .replace("{m}", NUMBERS.get(1 - set))
        .replace("{1}", Integer.toString(8 + set));
  }

  /** Whether a text holds a literal of a statement. */
  static boolean holdsLiteral(String text) {
    return text.contains(CANARY) || NUMBERS.stream().anyMatch(text::contains);
  }

  /** The plan of a statement; what measuring it did is taken back. */
  static String explain(Connection connection, Exhibit exhibit, Form form, int set)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String setting : exhibit.settings()) {
        statement.execute("SET " + setting);
      }
      if (form == Form.JSON_2 || form == Form.MEASURED_JSON_2) {
        statement.execute("SET explain_json_format_version = 2");
      }
      statement.execute("START TRANSACTION");
      try (ResultSet rows =
          statement.executeQuery(form.command + withLiterals(exhibit.sql(), set))) {
        return text(rows);
      } finally {
        statement.execute("ROLLBACK");
        if (form == Form.JSON_2 || form == Form.MEASURED_JSON_2) {
          statement.execute("SET explain_json_format_version = 1");
        }
        for (String setting : exhibit.settings()) {
          statement.execute("SET " + setting.substring(0, setting.indexOf(" =")) + " = DEFAULT");
        }
      }
    }
  }

  /** One column as it is; several as a client prints them that was told to use tabs. */
  private static String text(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    StringBuilder text = new StringBuilder();
    if (columns > 1) {
      for (int i = 1; i <= columns; i++) {
        text.append(i == 1 ? "" : "\t").append(rows.getMetaData().getColumnLabel(i));
      }
      text.append('\n');
    }
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        String cell = rows.getString(i);
        text.append(i == 1 ? "" : "\t").append(cell == null ? "NULL" : cell);
      }
      text.append(columns > 1 ? "\n" : "");
    }
    return text.toString();
  }

  static QueryPlan read(MysqlServer server, String plan) throws UnreadablePlanException {
    return new PlanReader()
        .read(
            new RawPlan(server.product(), RawPlan.Format.UNKNOWN, Provenance.EXECUTED, plan, null));
  }
}
