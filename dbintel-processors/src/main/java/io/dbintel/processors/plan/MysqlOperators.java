package io.dbintel.processors.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The words for what MySQL and MariaDB do at a node. Those of access types are the words that
 * MySQL's own tree has for them, so that one access has one name in every format.
 */
final class MysqlOperators {
  /** For an operation that is in no list. */
  static final String OTHER = "Other";

  /** For a table that rows are put into. */
  static final String INSERT = "Insert";

  static final String REPLACE = "Replace";

  /** For a range that is looked for anew for each row of the tables before. */
  static final String DYNAMIC_RANGE = "Dynamic index range scan";

  static final String INDEX_MERGE = "Index merge";
  static final String SKIP_SCAN = "Index skip scan";
  static final String GROUPING_SKIP_SCAN = "Index skip scan for grouping";

  private static final Map<String, String> BY_ACCESS_TYPE =
      Map.ofEntries(
          Map.entry("all", "Table scan"),
          Map.entry("index", "Index scan"),
          Map.entry("range", "Index range scan"),
          Map.entry("ref", "Index lookup"),
          Map.entry("ref_or_null", "Index lookup"),
          Map.entry("eq_ref", "Single-row index lookup"),
          Map.entry("const", "Constant row"),
          Map.entry("system", "Constant row"),
          Map.entry("fulltext", "Full-text index search"),
          Map.entry("index_merge", INDEX_MERGE),
          Map.entry("unique_subquery", "Single-row index lookup"),
          Map.entry("index_subquery", "Index lookup"),
          Map.entry("hash_all", "Hash join scan"),
          Map.entry("hash_index", "Hash join scan"),
          Map.entry("hash_range", "Hash join scan"),
          Map.entry("null", "No table"));

  /**
   * What MySQL's tree begins a node with. Where one is the beginning of another, the longer one
   * stands first; {@link #of} takes the first that fits.
   */
  private static final List<String> PHRASES =
      longestFirst(
          "Table scan",
          "Index scan",
          "Covering index scan",
          "Index lookup",
          "Covering index lookup",
          "Single-row index lookup",
          "Single-row covering index lookup",
          "Multi-range index lookup",
          "Multi-range covering index lookup",
          "Index range scan",
          "Covering index range scan",
          SKIP_SCAN,
          "Covering index skip scan",
          "Covering index skip scan for deduplication",
          "Covering index skip scan for grouping",
          "Index skip scan for deduplication",
          GROUPING_SKIP_SCAN,
          DYNAMIC_RANGE,
          "Full-text index search",
          "Full-text covering index search",
          "Constant row",
          "Rows fetched before execution",
          "Zero rows",
          "Zero input rows",
          "Filter",
          "Sort with duplicate removal",
          "Sort row IDs",
          "Sort",
          "Limit/Offset",
          "Limit",
          "Offset",
          "Nested loop inner join",
          "Nested loop left join",
          "Nested loop semijoin with duplicate removal",
          "Nested loop semijoin",
          "Nested loop antijoin",
          "Inner hash join",
          "Left hash join",
          "Hash semijoin",
          "Hash antijoin",
          "Hash",
          "Batched key access inner join",
          "Batched key access left join",
          "Batched key access semijoin",
          "Batched key access antijoin",
          "Batch input rows",
          "Group aggregate with rollup",
          "Group aggregate",
          "Group (computed in earlier step, no aggregates)",
          "Group (no aggregates)",
          "Aggregate using temporary table",
          "Aggregate",
          "Window multi-pass aggregate with buffering",
          "Window multi-pass aggregate",
          "Window aggregate with buffering",
          "Window aggregate",
          "Stream results",
          "Materialize recursive CTE",
          "Materialize union CTE",
          "Materialize CTE",
          "Materialize with deduplication",
          "Materialize table function",
          "Materialize",
          "Union all materialize",
          "Union materialize with deduplication",
          "Union materialize",
          "Intersect materialize with deduplication",
          "Intersect all materialize",
          "Intersect materialize",
          "Except materialize with deduplication",
          "Except all materialize",
          "Except materialize",
          "Repeat until convergence",
          "Scan new records",
          "Temporary table with deduplication",
          "Temporary table",
          "Append",
          "Invalidate materialized tables",
          "Weedout",
          "Remove duplicates from input sorted",
          "Remove duplicates from input grouped",
          "Remove duplicate",
          "Alternative plans for IN subquery",
          "Count rows",
          INSERT,
          REPLACE,
          "Update",
          "Delete rows",
          "Delete",
          "Select",
          "Deduplicate rows sorted by row ID",
          "Intersect rows sorted by row ID",
          "Sort-deduplicate by row ID",
          "Sort-deduplicate",
          "Table function",
          "Rows");

  private MysqlOperators() {}

  private static List<String> longestFirst(String... phrases) {
    List<String> sorted = new ArrayList<>(List.of(phrases));
    sorted.sort((one, other) -> other.length() - one.length());
    return List.copyOf(sorted);
  }

  /** By an access type of the traditional formats; null if it is not known. */
  static String byAccessType(String type) {
    return BY_ACCESS_TYPE.getOrDefault(type.toLowerCase(Locale.ROOT), OTHER);
  }

  /** The phrase that an operation begins with; {@link #OTHER} if none. */
  static String of(String operation) {
    for (String phrase : PHRASES) {
      if (operation.startsWith(phrase) && endsAt(operation, phrase.length())) {
        return phrase;
      }
    }
    return OTHER;
  }

  /** Whether all that is needed stands in the index. */
  static boolean isCovering(String operator) {
    return operator.startsWith("Covering ") || operator.contains(" covering ");
  }

  /**
   * The operator without that word: for one and the same plan 8.0 may print it with what was
   * measured, and leave it out before.
   */
  static String withoutCovering(String operator) {
    return operator.startsWith("Covering index")
        ? "Index" + operator.substring("Covering index".length())
        : operator.replace(" covering ", " ");
  }

  private static boolean endsAt(String operation, int index) {
    return index == operation.length() || " :,".indexOf(operation.charAt(index)) >= 0;
  }
}
