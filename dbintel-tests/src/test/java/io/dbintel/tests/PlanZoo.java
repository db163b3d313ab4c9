package io.dbintel.tests;

import io.dbintel.processors.plan.PlanFacts;
import io.dbintel.processors.plan.PlanKey;
import io.dbintel.processors.plan.PlanNode;
import io.dbintel.processors.plan.PlanReader;
import io.dbintel.processors.plan.QueryPlan;
import io.dbintel.processors.plan.UnreadablePlanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Statements that make PostgreSQL show every kind of node it has, and their plans. */
final class PlanZoo {
  /** What TEXT does not print, or prints in other words. */
  static final Set<PlanKey> NOT_IN_TEXT =
      EnumSet.of(
          // Told by indentation and order.
          PlanKey.PARENT_RELATIONSHIP,
          // Told only if triggers of several tables fired.
          PlanKey.RELATION,
          // Told by the word Foreign, and not at all if nothing is changed.
          PlanKey.OPERATION,
          // Of a node that was never executed.
          PlanKey.ACTUAL_STARTUP_TIME,
          PlanKey.ACTUAL_TOTAL_TIME);

  /** What TEXT prints only if it is VERBOSE. */
  static final Set<PlanKey> ONLY_IN_VERBOSE_TEXT =
      EnumSet.of(PlanKey.INNER_UNIQUE, PlanKey.FUNCTION_NAME);

  private PlanZoo() {}

  /**
   * A statement.
   *
   * @param sql its text
   * @param from the first version that takes it
   * @param settings what is set for it
   * @param varies whether its numbers are not the same twice
   */
  record Exhibit(String sql, int from, List<String> settings, boolean varies) {
    @Override
    public String toString() {
      return sql + " " + settings;
    }
  }

  static List<Exhibit> statements() {
    List<Exhibit> all = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    int from = 13;
    boolean varies = false;
    List<String> settings = new ArrayList<>();
    for (String line : resource("plan-zoo.sql").lines().toList()) {
      if (line.startsWith("--from ")) {
        from = Integer.parseInt(line.substring("--from ".length()).strip());
      } else if (line.startsWith("--set ")) {
        settings.addAll(List.of(line.substring("--set ".length()).split("; ", -1)));
      } else if (line.equals("--varies")) {
        varies = true;
      } else if (!line.startsWith("-- ")) {
        sql.append(sql.isEmpty() ? "" : "\n").append(line);
        if (line.endsWith(";")) {
          String text = sql.substring(0, sql.length() - 1);
          all.add(new Exhibit(text, from, List.copyOf(settings), varies));
          sql.setLength(0);
          settings.clear();
          from = 13;
          varies = false;
        }
      }
    }
    return all;
  }

  static void createSchema(Connection connection) throws SQLException {
    StringBuilder sql = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      for (String line : resource("plan-zoo-schema.sql").lines().toList()) {
        if (!line.startsWith("--")) {
          sql.append(line).append('\n');
          if (line.endsWith(";")) {
            statement.execute(sql.toString());
            sql.setLength(0);
          }
        }
      }
    }
  }

  /** Explains a statement and takes back whatever that did. */
  static String explain(Connection connection, Exhibit exhibit, String options)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String setting : exhibit.settings()) {
        statement.execute("SET LOCAL " + setting);
      }
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows = statement.executeQuery("EXPLAIN (" + options + ") " + exhibit.sql())) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      return plan.toString();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  static QueryPlan read(String plan) {
    try {
      return new PlanReader().read(plan);
    } catch (UnreadablePlanException e) {
      throw new AssertionError(e.reason() + ": " + e.getMessage() + "\n" + plan, e);
    }
  }

  /** Everything that a plan says, but for some of its properties, in one order. */
  static List<String> facts(QueryPlan plan, Set<PlanKey> without) {
    List<String> lines = new ArrayList<>();
    for (PlanNode node : plan.nodes()) {
      lines.add("  ".repeat(node.depth()) + node.operator());
      add(lines, "  ".repeat(node.depth()) + "  ", node, without);
    }
    add(lines, "", plan.facts(), without);
    return lines;
  }

  private static void add(
      List<String> lines, String indent, PlanFacts facts, Set<PlanKey> without) {
    for (PlanKey key : PlanKey.values()) {
      if (!facts.has(key) || without.contains(key)) {
        continue;
      }
      String name = indent + key.text() + ": ";
      String text = facts.text(key);
      PlanFacts group = facts.group(key);
      if (group != null) {
        lines.add(name);
        add(lines, indent + "  ", group, without);
      } else if (!facts.groups(key).isEmpty()) {
        for (PlanFacts each : facts.groups(key)) {
          lines.add(name);
          add(lines, indent + "  ", each, without);
        }
      } else if (text != null) {
        // Up to 15 an index that is read in an order of its own has none; TEXT does not say so.
        lines.add(name + text.replace("NoMovement", "Forward"));
      } else if (!facts.texts(key).isEmpty()) {
        lines.add(name + facts.texts(key));
      } else {
        lines.add(name + facts.number(key, Double.NaN));
      }
    }
  }

  static String resource(String name) {
    try (InputStream in = PlanZoo.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
