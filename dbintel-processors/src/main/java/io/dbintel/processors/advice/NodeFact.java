package io.dbintel.processors.advice;

import io.dbintel.processors.plan.PlanFacts;
import io.dbintel.processors.plan.PlanKey;
import io.dbintel.processors.plan.PlanNode;
import io.dbintel.processors.plan.QueryPlan;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/**
 * A number of a node that rules ask for. Rows and blocks are of all loops, sizes in bytes, parts in
 * [0, 1]. What is not known is 0.
 */
enum NodeFact {
  /** 1 if it reads a whole table. */
  SEQ_SCAN((plan, node) -> is(node, "Seq Scan")),
  /** 1 if it fetches rows by an index or by a bitmap of one. */
  INDEX_SCAN(
      (plan, node) ->
          Math.max(
              is(node, "Index Scan"),
              Math.max(is(node, "Index Only Scan"), is(node, "Bitmap Heap Scan")))),
  /** 1 if it joins by looking up the inner side for each row of the outer. */
  NESTED_LOOP((plan, node) -> is(node, "Nested Loop")),
  /** 1 if it appends the parts of a table. */
  APPEND((plan, node) -> Math.max(is(node, "Append"), is(node, "Merge Append"))),
  /** 1 if PostgreSQL printed it. */
  POSTGRESQL((plan, node) -> plan.system().equals("postgresql") ? 1 : 0),
  /** 1 for the root: what is of the whole plan is asked for there. */
  ROOT((plan, node) -> node.index() == 0 ? 1 : 0),
  /** Rows it brought. */
  ROWS((plan, node) -> known(node.totalRows())),
  /** Times it was executed. */
  LOOPS((plan, node) -> known(node.loops())),
  /** Rows its filter threw away. */
  ROWS_REMOVED((plan, node) -> known(node.loops()) * node.count(PlanKey.ROWS_REMOVED_BY_FILTER)),
  /** Rows it brought or threw away. */
  ROWS_READ((plan, node) -> ROWS_REMOVED.of(plan, node) + known(node.totalRows())),
  /** Which part of the rows it read it threw away. */
  REMOVED_PART(
      (plan, node) -> {
        double removed = ROWS_REMOVED.of(plan, node);
        return removed == 0 ? 0 : removed / (removed + known(node.totalRows()));
      }),
  /** 1 if its filter calls a function on a column that it compares. */
  FILTER_CALLS((plan, node) -> ColumnCalls.isIn(node.text(PlanKey.FILTER)) ? 1 : 0),
  /** Which part of the execution's time it took itself, without what is under it. */
  OWN_PART(NodeFact::ownPart),
  /** Which part of the execution's time it took, with what is under it. */
  TREE_PART((plan, node) -> part(known(node.totalSeconds()), seconds(plan))),
  /** A gain that nobody can tell. */
  UNKNOWN((plan, node) -> Double.NaN),
  /** 1 if a sort went to disk. */
  SORT_ON_DISK((plan, node) -> node.sortsOnDisk() ? 1 : 0),
  /** What it took. */
  SORT_BYTES((plan, node) -> node.sortBytes()),
  /** Into how many batches a hash was split. */
  HASH_BATCHES((plan, node) -> node.hashBatches()),
  /** Memory a hash took at its peak. */
  HASH_BYTES((plan, node) -> node.count(PlanKey.PEAK_MEMORY_USAGE) * 1024),
  /** Blocks of temporary files it and what is under it read and wrote. */
  TEMP_BLOCKS(
      (plan, node) ->
          node.count(PlanKey.TEMP_READ_BLOCKS) + node.count(PlanKey.TEMP_WRITTEN_BLOCKS)),
  /** By what factor the estimate of its rows was wrong; 1 if it was right, or nobody knows. */
  ESTIMATE_ERROR(
      (plan, node) -> {
        double expected = Math.max(1, known(node.estimatedRows()));
        double actual = Math.max(1, known(node.actualRows()));
        if (known(node.loops()) == 0 || (expected > actual && mayStopEarly(node))) {
          return 1;
        }
        return Math.max(expected / actual, actual / expected);
      }),
  /** 1 if it reads a table, so that a wrong estimate is one of the table's statistics. */
  READS_TABLE((plan, node) -> node.relation() != null && node.subtreeSize() == 1 ? 1 : 0),
  /** Rows that an index-only scan looked up in the table all the same. */
  HEAP_FETCHES((plan, node) -> node.count(PlanKey.HEAP_FETCHES)),
  /** For which part of its rows that was. */
  HEAP_PART(
      (plan, node) -> {
        double rows = known(node.totalRows());
        return rows == 0 ? 0 : Math.min(1, node.count(PlanKey.HEAP_FETCHES) / rows);
      }),
  /** Which part of a bitmap's blocks it knew no rows of. */
  LOSSY_PART(
      (plan, node) -> {
        double lossy = node.count(PlanKey.LOSSY_HEAP_BLOCKS);
        return lossy == 0 ? 0 : lossy / (lossy + node.count(PlanKey.EXACT_HEAP_BLOCKS));
      }),
  /** Parallel workers that were planned and not to be had. */
  WORKERS_MISSING(
      (plan, node) ->
          node.has(PlanKey.WORKERS_LAUNCHED)
              ? node.count(PlanKey.WORKERS_PLANNED) - node.count(PlanKey.WORKERS_LAUNCHED)
              : 0),
  /** Which part of the execution's time went into compiling it. */
  JIT_PART(NodeFact::jitPart),
  /** Parts of a table that were read or looked at. */
  PARTS((plan, node) -> node.children().size()),
  /** Which part of them brought nothing. */
  PARTS_EMPTY(
      (plan, node) -> {
        long empty = node.children().stream().filter(NodeFact::broughtNothing).count();
        return node.children().isEmpty() ? 0 : (double) empty / node.children().size();
      }),
  /** 1 if MySQL or MariaDB reads a whole table at it. */
  TABLE_SCAN((plan, node) -> MysqlFacts.isTableScan(plan, node) ? 1 : 0),
  /** 1 if that is done once, and not for each row of tables before it. */
  SINGLE_SCAN(
      (plan, node) -> MysqlFacts.isTableScan(plan, node) && known(node.loops()) <= 1 ? 1 : 0),
  /** Which part of the rows that MySQL or MariaDB read at it the condition on them threw away. */
  DISCARDED_PART((plan, node) -> MysqlFacts.discardedPart(plan, node)),
  /** Which part of the execution's time it took, with the condition on its rows. */
  TIME_PART((plan, node) -> MysqlFacts.timePart(plan, node, seconds(plan))),
  /** Rows that were compared with one another, each with each, in a join by a buffer. */
  PAIRS((plan, node) -> MysqlFacts.pairs(plan, node)),
  /** Rows that MySQL or MariaDB sorted at it. */
  SORTED_ROWS((plan, node) -> MysqlFacts.sortedRows(plan, node)),
  /** Rows that came to a temporary table. */
  STORED_ROWS((plan, node) -> MysqlFacts.storedRows(plan, node)),
  /** Rows of several indexes that were merged. */
  MERGED_ROWS((plan, node) -> MysqlFacts.mergedRows(plan, node)),
  /** How many times more rows MySQL or MariaDB found in a table than they expected. */
  UNDERESTIMATE((plan, node) -> MysqlFacts.underestimate(plan, node));

  @SuppressWarnings("ImmutableEnumChecker") // Functions of their arguments alone.
  private final ToDoubleBiFunction<QueryPlan, PlanNode> value;

  NodeFact(ToDoubleBiFunction<QueryPlan, PlanNode> value) {
    this.value = value;
  }

  double of(QueryPlan plan, PlanNode node) {
    return value.applyAsDouble(plan, node);
  }

  /** As rules name it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many seconds the whole took. */
  static double seconds(QueryPlan plan) {
    double whole = plan.executionSeconds();
    return Double.isNaN(whole) ? known(plan.root().totalSeconds()) : whole;
  }

  private static double is(PlanNode node, String operator) {
    return node.operator().equals(operator) ? 1 : 0;
  }

  static double known(double value) {
    return Double.isNaN(value) || value < 0 ? 0 : value;
  }

  private static double ownPart(QueryPlan plan, PlanNode node) {
    double own = known(node.totalSeconds());
    for (PlanNode child : node.children()) {
      own -= known(child.totalSeconds());
    }
    return part(own, seconds(plan));
  }

  /** In [0, 1]: the times of parallel workers add up to more than what passed. */
  private static double part(double seconds, double whole) {
    return whole <= 0 ? 0 : Math.max(0, Math.min(1, seconds / whole));
  }

  /** Whether what is above may want no more rows of it before it has brought them all. */
  private static boolean mayStopEarly(PlanNode node) {
    for (PlanNode at = node; at != null; at = at.parent()) {
      String join = at.joinType();
      if (at.operator().equals("Limit")
          || at.operator().equals("Merge Join")
          || at.has(PlanKey.SUBPLAN_NAME)
          || "Semi".equals(join)
          || "Anti".equals(join)) {
        return true;
      }
    }
    return false;
  }

  private static double jitPart(QueryPlan plan, PlanNode node) {
    PlanFacts jit = plan.facts().group(PlanKey.JIT);
    PlanFacts timing = jit == null ? null : jit.group(PlanKey.TIMING);
    double whole = seconds(plan);
    return timing == null || whole <= 0
        ? 0
        : Math.min(1, timing.number(PlanKey.TOTAL, 0) / 1000 / whole);
  }

  private static boolean broughtNothing(PlanNode node) {
    return node.measured() && node.loops() > 0 && node.actualRows() == 0;
  }
}
