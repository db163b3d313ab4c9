package io.dbintel.processors.plan;

import java.util.Map;
import java.util.Set;

/** The names in the first version of MySQL's JSON and in MariaDB's, and what each of them means. */
final class MysqlJsonNames {
  static final String QUERY_BLOCK = "query_block";
  static final String QUERY_BLOCK_NODE = "Query block";

  /** Objects that are nodes, and what they do. */
  static final Map<String, String> NODES =
      Map.ofEntries(
          Map.entry(QUERY_BLOCK, QUERY_BLOCK_NODE),
          Map.entry("ordering_operation", "Order"),
          Map.entry("grouping_operation", "Group"),
          Map.entry("duplicates_removal", "Remove duplicates"),
          Map.entry("windowing", "Window aggregate"),
          Map.entry("buffer_result", "Buffer result"),
          Map.entry("union_result", "Union"),
          Map.entry("intersect_result", "Intersect"),
          Map.entry("except_result", "Except"),
          Map.entry("unary_result", "Order of a result"),
          Map.entry("materialized_from_subquery", "Materialize"),
          Map.entry("insert_from", "Insert from"),
          Map.entry("shared_temporary_table", "Temporary table"),
          Map.entry("filesort", "Sort"),
          Map.entry("temporary_table", "Temporary table"),
          Map.entry("read_sorted_file", "Read sorted file"),
          Map.entry("block-nl-join", "Block nested loop join"),
          Map.entry("materialized", "Materialize"),
          Map.entry("materialization", "Materialize"),
          Map.entry("expression_cache", "Expression cache"),
          Map.entry("window_functions_computation", "Window aggregate"),
          Map.entry("recursive_union", "Repeat until convergence"),
          Map.entry("range-checked-for-each-record", "Dynamic index range scan"));

  /** Arrays of objects in which nodes stand: as what these are used. */
  static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("query_specifications", "Member"),
          Map.entry("attached_subqueries", "SubPlan"),
          Map.entry("optimized_away_subqueries", "SubPlan"),
          Map.entry("select_list_subqueries", "SubPlan"),
          Map.entry("order_by_subqueries", "SubPlan"),
          Map.entry("group_by_subqueries", "SubPlan"),
          Map.entry("having_subqueries", "SubPlan"),
          Map.entry("update_value_subqueries", "SubPlan"),
          Map.entry("insert_update_subqueries", "SubPlan"),
          Map.entry("subqueries", "SubPlan"),
          Map.entry("duplicates_removal", "Member"));

  /** What of MariaDB's times is of a node alone. */
  static final Set<String> OWN_TIMES =
      Set.of("r_table_time_ms", "r_other_time_ms", "r_unpack_time_ms");

  /** Known, and not kept: columns, numbers of selects, bytes of keys and the like. */
  static final Set<String> IGNORED =
      Set.of(
          "select_id",
          "key_length",
          "ref",
          "used_columns",
          "dependent",
          "cacheable",
          "sharing_temporary_table_with",
          "partitions",
          "rows_examined_per_join",
          "query_optimization",
          "r_engine_stats",
          "r_icp_filtered",
          "r_buffer_size",
          "r_sort_mode",
          "buffer_size",
          "rowid_filter",
          "windows",
          "sorts",
          "buffer_type",
          "ft_hints",
          "recursive",
          "rematerialize",
          "table_function",
          "using_MRR",
          "mrr_type",
          "distinct",
          "lateral",
          "unique");

  private MysqlJsonNames() {}
}
