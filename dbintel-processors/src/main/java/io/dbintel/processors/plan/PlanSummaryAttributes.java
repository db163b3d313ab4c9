package io.dbintel.processors.plan;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import io.dbintel.core.event.AttrKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is read out of a plan, beside what other stages read too: see {@link
 * io.dbintel.core.event.PlanAttributes}. What depends on measuring is not set where the plan was
 * not executed and measured.
 */
public final class PlanSummaryAttributes {
  private PlanSummaryAttributes() {}

  /** A plan of PostgreSQL as JSON without literals, as far as it fits. */
  public static final AttrKey<String> QUERY_PLAN =
      AttrKey.ofString(
          "postgresql.query_plan",
          DEVELOPMENT,
          "The plan as the server's JSON, compact and without literals, as far as it fits.");

  /** The same of MySQL or MariaDB. */
  public static final AttrKey<String> MYSQL_QUERY_PLAN =
      AttrKey.ofString(
          "mysql.query_plan",
          DEVELOPMENT,
          "The plan of MySQL or MariaDB as compact JSON without literals, as far as it fits.");

  /** Why the event has no plan. */
  public static final AttrKey<String> MISSING =
      AttrKey.ofString(
          "dbintel.plan.missing", DEVELOPMENT, "Why the plan was not read, in one word.");

  /** How the plan was written. */
  public static final AttrKey<String> FORMAT =
      AttrKey.ofString("dbintel.plan.format", DEVELOPMENT, "How the plan was written.");

  /** Whether names lack their schema. */
  public static final AttrKey<Boolean> UNQUALIFIED =
      AttrKey.ofBoolean(
          "dbintel.plan.unqualified",
          DEVELOPMENT,
          "Whether tables or functions are named without their schema.");

  /** How many nodes. */
  public static final AttrKey<Long> NODES = count("nodes", "{node}", "Nodes of the plan.");

  /** How many nodes one under the other. */
  public static final AttrKey<Long> DEPTH =
      count("depth", "{node}", "Nodes one under the other, at most.");

  /** What the plan does. */
  public static final AttrKey<List<String>> OPERATORS =
      AttrKey.ofStrings("dbintel.plan.operators", DEVELOPMENT, "Each operator of the plan once.");

  /** What the planner reckoned. */
  public static final AttrKey<Double> TOTAL_COST =
      AttrKey.ofDouble(
          "dbintel.plan.total_cost",
          "1",
          DEVELOPMENT,
          "What the planner reckoned for the whole, in its own unit.");

  /** Rows the planner expected. */
  public static final AttrKey<Long> ESTIMATED_ROWS =
      count("estimated_rows", "{row}", "Rows that the planner expected the statement to bring.");

  /** How long planning took. */
  public static final AttrKey<Double> PLANNING_DURATION =
      AttrKey.ofDouble(
          "dbintel.plan.planning.duration", "s", DEVELOPMENT, "How long planning took.");

  /** Sequential scans. */
  public static final AttrKey<Long> SEQUENTIAL_SCANS =
      count("seq_scans", "{scan}", "Nodes that read whole tables.");

  /** Rows that they read. */
  public static final AttrKey<Long> SEQUENTIAL_ROWS =
      count(
          "seq_scan.rows",
          "{row}",
          "Rows that nodes read which read whole tables; where it was not measured, which they"
              + " were expected to bring.");

  /** Sorts on disk. */
  public static final AttrKey<Long> DISK_SORTS =
      count("disk_sorts", "{sort}", "Sorts that did not fit in memory.");

  /** Space they took. */
  public static final AttrKey<Long> DISK_SORT_BYTES =
      count("disk_sort.size", "By", "Disk space of sorts that did not fit in memory.");

  /** Hash batches. */
  public static final AttrKey<Long> HASH_BATCHES =
      count("hash_batches", "{batch}", "Into how many batches a hash was split, at most.");

  /** Rows thrown away. */
  public static final AttrKey<Long> ROWS_REMOVED =
      count("rows_removed", "{row}", "Rows that were read and did not meet a condition.");

  /** Heap fetches. */
  public static final AttrKey<Long> HEAP_FETCHES =
      count("heap_fetches", "{row}", "Rows that index-only scans had to look up in tables.");

  /** Lossy blocks. */
  public static final AttrKey<Long> LOSSY_BLOCKS =
      count("lossy_blocks", "{block}", "Blocks that bitmaps did not know the rows of.");

  /** By what factor estimates were wrong. */
  public static final AttrKey<Double> ESTIMATE_ERROR =
      AttrKey.ofDouble(
          "dbintel.plan.estimate_error",
          "1",
          DEVELOPMENT,
          "By what factor the estimate of a node's rows was wrong at most, either way; from 1.");

  /** Workers planned. */
  public static final AttrKey<Long> WORKERS_PLANNED =
      count("workers_planned", "{worker}", "Parallel workers that were planned.");

  /** Workers launched. */
  public static final AttrKey<Long> WORKERS_LAUNCHED =
      count("workers_launched", "{worker}", "Parallel workers that were launched.");

  /** The share of compilation. */
  public static final AttrKey<Double> JIT_SHARE =
      AttrKey.ofDouble(
          "dbintel.plan.jit_share",
          "1",
          DEVELOPMENT,
          "The share of compilation in the time of the execution, from 0 to 1.");

  /** WAL written. */
  public static final AttrKey<Long> WAL_BYTES =
      count("wal.size", "By", "Bytes written to the log of changes.");

  /** What is not known. */
  public static final AttrKey<Long> UNKNOWN_PROPERTIES =
      count("unknown_properties", "{property}", "Properties of the plan that were not kept.");

  private static AttrKey<Long> count(String name, String unit, String description) {
    return AttrKey.ofLong("dbintel.plan." + name, unit, DEVELOPMENT, description);
  }

  /** What the plan itself is called, by the product that printed it. */
  static AttrKey<String> queryPlan(String system) {
    return system.equals("postgresql") ? QUERY_PLAN : MYSQL_QUERY_PLAN;
  }

  /** All of the above, in this order. */
  public static Set<AttrKey<?>> all() {
    Set<AttrKey<?>> all = new LinkedHashSet<>();
    all.addAll(
        List.of(
            QUERY_PLAN,
            MYSQL_QUERY_PLAN,
            MISSING,
            FORMAT,
            UNQUALIFIED,
            NODES,
            DEPTH,
            OPERATORS,
            TOTAL_COST));
    all.addAll(
        List.of(
            ESTIMATED_ROWS,
            PLANNING_DURATION,
            SEQUENTIAL_SCANS,
            SEQUENTIAL_ROWS,
            DISK_SORTS,
            DISK_SORT_BYTES,
            HASH_BATCHES,
            ROWS_REMOVED));
    all.addAll(
        List.of(
            HEAP_FETCHES,
            LOSSY_BLOCKS,
            ESTIMATE_ERROR,
            WORKERS_PLANNED,
            WORKERS_LAUNCHED,
            JIT_SHARE,
            WAL_BYTES,
            UNKNOWN_PROPERTIES));
    return all;
  }
}
