package io.dbintel.processors.plan;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The numbers of MySQL's and MariaDB's JSON that say what a number of the model says. */
final class MysqlNumbers {
  private static final Map<String, PlanKey> KEYS =
      Map.ofEntries(
          Map.entry("rows_examined_per_scan", PlanKey.PLAN_ROWS),
          Map.entry("rows", PlanKey.PLAN_ROWS),
          Map.entry("rows_produced_per_join", PlanKey.ROWS_PRODUCED),
          Map.entry("filtered", PlanKey.FILTERED),
          Map.entry("query_cost", PlanKey.TOTAL_COST),
          Map.entry("prefix_cost", PlanKey.TOTAL_COST),
          Map.entry("cost", PlanKey.TOTAL_COST),
          Map.entry("r_rows", PlanKey.ACTUAL_ROWS),
          Map.entry("r_output_rows", PlanKey.ACTUAL_ROWS),
          Map.entry("r_loops", PlanKey.ACTUAL_LOOPS),
          Map.entry("r_filtered", PlanKey.ACTUAL_FILTERED),
          // The second version.
          Map.entry("estimated_rows", PlanKey.PLAN_ROWS),
          Map.entry("estimated_total_cost", PlanKey.TOTAL_COST),
          Map.entry("estimated_first_row_cost", PlanKey.STARTUP_COST),
          Map.entry("actual_rows", PlanKey.ACTUAL_ROWS),
          Map.entry("actual_loops", PlanKey.ACTUAL_LOOPS),
          Map.entry("actual_first_row_ms", PlanKey.ACTUAL_STARTUP_TIME),
          Map.entry("actual_last_row_ms", PlanKey.ACTUAL_TOTAL_TIME));

  private static final Set<String> IGNORED =
      Set.of(
          "read_cost",
          "eval_cost",
          "sort_cost",
          "data_read_per_join",
          "loops",
          "r_total_filtered",
          "r_used_priority_queue",
          "r_limit",
          "r_hit_ratio",
          "r_effective_rows",
          "state",
          "r_index_rows",
          "r_pseudo_rows",
          "r_table_loops",
          "r_strategy",
          "r_index_lookups",
          "r_partial_matches",
          "r_partial_match_buffer_size",
          "r_partial_match_array_sizes");

  private MysqlNumbers() {}

  static @Nullable PlanKey of(String name) {
    return KEYS.get(name);
  }

  /** Whether the number is known and not kept. */
  static boolean isIgnored(String name) {
    return IGNORED.contains(name);
  }
}
