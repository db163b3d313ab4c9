package io.dbintel.processors.advice;

import static io.dbintel.processors.advice.NodeFact.known;

import io.dbintel.processors.plan.PlanKey;
import io.dbintel.processors.plan.PlanNode;
import io.dbintel.processors.plan.QueryPlan;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules ask of the nodes of MySQL and MariaDB, which say it in places of their own. MySQL has
 * nodes for filters, and times that hold those of all nodes under one; MariaDB has both with the
 * table. All is 0 for plans of others.
 */
final class MysqlFacts {
  private static final double SECONDS_PER_MILLISECOND = 1e-3;

  private static final Set<String> TABLE_SCANS = Set.of("Table scan", "Hash join scan");
  private static final Set<String> SORTS =
      Set.of("Sort", "Sort row IDs", "Sort with duplicate removal");
  private static final Set<String> TEMPORARY_TABLES =
      Set.of(
          "Temporary table",
          "Temporary table with deduplication",
          "Aggregate using temporary table");
  private static final Set<String> INDEX_MERGES =
      Set.of(
          "Index merge",
          "Intersect rows sorted by row ID",
          "Deduplicate rows sorted by row ID",
          "Sort-deduplicate by row ID");

  private MysqlFacts() {}

  private static boolean isOf(QueryPlan plan) {
    return plan.system().equals("mysql") || plan.system().equals("mariadb");
  }

  private static boolean isTable(PlanNode node) {
    String table = node.relation();
    return table != null && !table.startsWith("<");
  }

  static boolean isTableScan(QueryPlan plan, PlanNode node) {
    return isOf(plan) && TABLE_SCANS.contains(node.operator()) && isTable(node);
  }

  /** The node that filters what this one reads, itself or another. */
  private static PlanNode filterOf(PlanNode node) {
    @Nullable PlanNode above = node.parent();
    return above != null && above.operator().equals("Filter") ? above : node;
  }

  static double discardedPart(QueryPlan plan, PlanNode node) {
    double read = known(node.totalRows());
    if (!isOf(plan) || read == 0) {
      return 0;
    }
    if (node.has(PlanKey.ACTUAL_FILTERED)) {
      return 1 - node.number(PlanKey.ACTUAL_FILTERED, 100) / 100;
    }
    return Math.max(0, 1 - known(filterOf(node).totalRows()) / read);
  }

  static double timePart(QueryPlan plan, PlanNode node, double seconds) {
    if (!isOf(plan) || seconds <= 0) {
      return 0;
    }
    double own = 0;
    if (node.has(PlanKey.OWN_TIME)) {
      own = node.count(PlanKey.OWN_TIME) * SECONDS_PER_MILLISECOND;
    } else if (node.has(PlanKey.ACTUAL_TOTAL_TIME)) {
      own = known(filterOf(node).totalSeconds());
      for (PlanNode child : node.children()) {
        own -= known(child.totalSeconds());
      }
    } else {
      // MariaDB measures no temporary table: what fills it has spent the time.
      for (int i = node.index() + 1; i < node.index() + node.subtreeSize(); i++) {
        own += plan.nodes().get(i).count(PlanKey.OWN_TIME) * SECONDS_PER_MILLISECOND;
      }
    }
    return Math.max(0, Math.min(1, own / seconds));
  }

  /** Of a hash join without a condition all pairs come out; MariaDB says how often it looked. */
  static double pairs(QueryPlan plan, PlanNode node) {
    if (!isOf(plan)) {
      return 0;
    }
    if (node.operator().endsWith("hash join") && !node.has(PlanKey.HASH_COND)) {
      return known(node.totalRows());
    }
    String buffer = node.text(PlanKey.JOIN_BUFFER);
    boolean compares = buffer != null && buffer.equals("BNL");
    return compares ? known(node.loops()) * rowsInto(node) : 0;
  }

  static double sortedRows(QueryPlan plan, PlanNode node) {
    return isOf(plan) && SORTS.contains(node.operator())
        ? Math.max(known(node.totalRows()), rowsInto(node))
        : 0;
  }

  static double storedRows(QueryPlan plan, PlanNode node) {
    return isOf(plan) && TEMPORARY_TABLES.contains(node.operator()) ? rowsInto(node) : 0;
  }

  static double mergedRows(QueryPlan plan, PlanNode node) {
    if (!isOf(plan) || !INDEX_MERGES.contains(node.operator())) {
      return 0;
    }
    double rows = 0;
    for (PlanNode child : node.children()) {
      rows += known(child.totalRows());
    }
    return Math.max(rows, known(node.totalRows()));
  }

  /**
   * One that stops early finds fewer than it could: only more than expected proves anything. What
   * is read for many rows at once brings more than is expected for one.
   */
  static double underestimate(QueryPlan plan, PlanNode node) {
    boolean read = isOf(plan) && isTable(node) && node.subtreeSize() == 1 && !isBatched(node);
    double expected = node.estimatedRows();
    return read && expected >= 0 && known(node.loops()) > 0
        ? known(node.actualRows()) / Math.max(1, expected)
        : 0;
  }

  private static boolean isBatched(PlanNode node) {
    PlanNode above = node.parent();
    return node.operator().startsWith("Multi-range")
        || (above != null && above.has(PlanKey.JOIN_BUFFER));
  }

  /** The rows that come from what is under a node; of several, the most. */
  private static double rowsInto(PlanNode node) {
    double most = 0;
    List<PlanNode> children = node.children();
    for (PlanNode child : children) {
      double rows = known(child.totalRows());
      if (child.has(PlanKey.ACTUAL_FILTERED)) {
        rows *= child.number(PlanKey.ACTUAL_FILTERED, 100) / 100;
      }
      most = Math.max(most, rows > 0 ? rows : rowsInto(child));
    }
    return most;
  }
}
