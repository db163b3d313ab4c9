package io.dbintel.processors.plan;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The numbers of a plan that an event carries, added up in one walk over its nodes. Rows and blocks
 * are sums over all loops; what a node shares with those under it is counted once. Immutable and
 * thread-safe.
 */
public final class PlanSummary {
  private static final int MAX_OUTLINE = 100;
  private static final int MAX_INDENT = 20;
  private static final int MAX_OPERATORS = 64;

  private final QueryPlan plan;
  private final Set<String> operators = new LinkedHashSet<>();
  private double sequentialScans;
  private double sequentialRows;
  private double diskSorts;
  private double diskSortBytes;
  private double hashBatches;
  private double rowsRemoved;
  private double heapFetches;
  private double lossyBlocks;
  private double estimateError = 1;
  private double workersPlanned;
  private double workersLaunched;

  private PlanSummary(QueryPlan plan) {
    this.plan = plan;
  }

  /** Adds up a plan. Costs time in the number of its nodes. */
  public static PlanSummary of(QueryPlan plan) {
    PlanSummary summary = new PlanSummary(plan);
    List<PlanNode> nodes = plan.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      summary.add(nodes.get(i));
    }
    return summary;
  }

  private void add(PlanNode node) {
    if (operators.size() < MAX_OPERATORS) {
      operators.add(node.operator());
    }
    double loops = node.number(PlanKey.ACTUAL_LOOPS, 0);
    if (readsWholeTable(node)) {
      sequentialScans++;
      sequentialRows += rowsRead(node, loops);
    }
    workersPlanned += node.count(PlanKey.WORKERS_PLANNED);
    if (!node.measured()) {
      return;
    }
    workersLaunched += node.count(PlanKey.WORKERS_LAUNCHED);
    hashBatches = Math.max(hashBatches, node.hashBatches());
    heapFetches += node.count(PlanKey.HEAP_FETCHES);
    lossyBlocks += node.count(PlanKey.LOSSY_HEAP_BLOCKS);
    rowsRemoved +=
        loops
            * (node.count(PlanKey.ROWS_REMOVED_BY_FILTER)
                + node.count(PlanKey.ROWS_REMOVED_BY_JOIN_FILTER)
                + node.count(PlanKey.ROWS_REMOVED_BY_INDEX_RECHECK));
    if (node.sortsOnDisk()) {
      diskSorts++;
      diskSortBytes += node.sortBytes();
    }
    if (loops > 0) {
      double expected = Math.max(1, node.estimatedRows());
      double actual = Math.max(1, node.actualRows());
      if (expected > 0 && actual > 0) {
        estimateError = Math.max(estimateError, Math.max(expected / actual, actual / expected));
      }
    }
  }

  /** Whether it reads all of a table: one of the database's, and none that the server made up. */
  private static boolean readsWholeTable(PlanNode node) {
    if (node.operator().equals("Seq Scan")) {
      return true;
    }
    String table = node.relation();
    return node.operator().equals("Table scan") && table != null && !table.startsWith("<");
  }

  /** What it brought and what it threw away; what it was expected to bring if nobody measured. */
  private static double rowsRead(PlanNode node, double loops) {
    if (!node.measured()) {
      double expected = node.estimatedRows();
      return Double.isNaN(expected) ? 0 : expected;
    }
    double brought = node.actualRows();
    return loops
        * ((Double.isNaN(brought) ? 0 : brought) + node.count(PlanKey.ROWS_REMOVED_BY_FILTER));
  }

  /** The first nodes in words, indented by their depth. */
  public List<String> outline() {
    List<PlanNode> nodes = plan.nodes();
    int count = Math.min(MAX_OUTLINE, nodes.size());
    List<String> lines = new ArrayList<>(count);
    StringBuilder line = new StringBuilder(80);
    for (int i = 0; i < count; i++) {
      line.setLength(0);
      words(nodes.get(i), line);
      lines.add(line.toString());
    }
    return lines;
  }

  private static void words(PlanNode node, StringBuilder words) {
    for (int i = Math.min(node.depth(), MAX_INDENT); i > 1; i--) {
      words.append("  ");
    }
    String join = node.joinType();
    if (join != null && !join.equals("Inner")) {
      words.append(join).append(' ');
    }
    words.append(node.operator());
    if (node.indexName() != null) {
      words.append(" using ").append(node.indexName());
    }
    if (node.relation() != null) {
      words.append(" on ").append(node.relation());
    }
  }

  /** Writes everything that is known into an event. */
  public void writeTo(DbEvent event) {
    event
        .set(PlanSummaryAttributes.NODES, plan.nodes().size())
        .set(PlanSummaryAttributes.DEPTH, plan.depth())
        .setTexts(PlanSummaryAttributes.OPERATORS, List.copyOf(operators))
        .setTexts(PlanAttributes.PLAN_OUTLINE, outline())
        .set(PlanSummaryAttributes.SEQUENTIAL_SCANS, whole(sequentialScans))
        .set(PlanSummaryAttributes.SEQUENTIAL_ROWS, whole(sequentialRows))
        .set(PlanSummaryAttributes.FORMAT, plan.format().name().toLowerCase(Locale.ROOT))
        .set(PlanSummaryAttributes.UNKNOWN_PROPERTIES, plan.unknownKeys());
    known(event, PlanSummaryAttributes.TOTAL_COST, plan.root().totalCost());
    rows(event, PlanSummaryAttributes.ESTIMATED_ROWS, plan.root().estimatedRows());
    known(event, PlanSummaryAttributes.PLANNING_DURATION, plan.planningSeconds());
    some(event, PlanSummaryAttributes.WORKERS_PLANNED, workersPlanned);
    if (!event.has(PlanAttributes.PLAN_EXECUTION_DURATION)) {
      known(event, PlanAttributes.PLAN_EXECUTION_DURATION, plan.executionSeconds());
    }
    if (plan.measured()) {
      writeMeasured(event);
    }
  }

  private void writeMeasured(DbEvent event) {
    PlanNode root = plan.root();
    rows(event, PlanAttributes.PLAN_ROWS, root.totalRows());
    // A server that was not asked to count blocks prints none, as one does that touched none.
    double hit = root.count(PlanKey.SHARED_HIT_BLOCKS);
    double read = root.count(PlanKey.SHARED_READ_BLOCKS);
    double temp = root.count(PlanKey.TEMP_READ_BLOCKS) + root.count(PlanKey.TEMP_WRITTEN_BLOCKS);
    if (hit + read + temp > 0) {
      event.set(PlanAttributes.PLAN_HIT_BLOCKS, whole(hit));
      event.set(PlanAttributes.PLAN_READ_BLOCKS, whole(read));
      event.set(PlanAttributes.PLAN_TEMP_BLOCKS, whole(temp));
    }
    event.set(PlanSummaryAttributes.ESTIMATE_ERROR, estimateError);
    event.set(PlanSummaryAttributes.ROWS_REMOVED, whole(rowsRemoved));
    some(event, PlanSummaryAttributes.DISK_SORTS, diskSorts);
    some(event, PlanSummaryAttributes.DISK_SORT_BYTES, diskSortBytes);
    some(event, PlanSummaryAttributes.HASH_BATCHES, hashBatches);
    some(event, PlanSummaryAttributes.HEAP_FETCHES, heapFetches);
    some(event, PlanSummaryAttributes.LOSSY_BLOCKS, lossyBlocks);
    some(event, PlanSummaryAttributes.WORKERS_LAUNCHED, workersLaunched);
    some(event, PlanSummaryAttributes.WAL_BYTES, root.count(PlanKey.WAL_BYTES));
    known(event, PlanSummaryAttributes.JIT_SHARE, jitShare());
  }

  private double jitShare() {
    PlanFacts jit = plan.facts().group(PlanKey.JIT);
    PlanFacts timing = jit == null ? null : jit.group(PlanKey.TIMING);
    double total = timing == null ? Double.NaN : timing.number(PlanKey.TOTAL, Double.NaN) * 1e-3;
    double seconds = plan.executionSeconds();
    double whole = Double.isNaN(seconds) ? plan.root().actualSeconds() : seconds;
    return whole > 0 ? Math.min(1, total / whole) : Double.NaN;
  }

  private static void known(DbEvent event, AttrKey<Double> key, double value) {
    if (!Double.isNaN(value)) {
      event.set(key, value);
    }
  }

  private static void rows(DbEvent event, AttrKey<Long> key, double value) {
    if (!Double.isNaN(value)) {
      event.set(key, whole(value));
    }
  }

  private static void some(DbEvent event, AttrKey<Long> key, double value) {
    if (value > 0) {
      event.set(key, whole(value));
    }
  }

  private static long whole(double value) {
    return Math.round(value);
  }

  /** How many nodes were added up. */
  @Override
  public String toString() {
    return "PlanSummary of " + plan;
  }
}
