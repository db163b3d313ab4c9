package io.dbintel.processors.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What MySQL and MariaDB say of a table or of a whole block in words of their own. */
final class MysqlRemarks {
  /** Messages that do not look like a word, though they are the server's. */
  private static final Set<String> LONG_MESSAGES =
      Set.of(
          "Impossible WHERE noticed after reading const tables",
          "Impossible HAVING noticed after reading const tables",
          "Not optimized, outer query is empty",
          "Storage engine does not support this kind of scan",
          "Query plan is not yet available");

  /** What stands in the column {@code Extra}, or is the beginning of it. */
  private static final List<String> EXTRA =
      List.of(
          "Using ",
          "const row not found",
          "unique row not found",
          "Backward index scan",
          "Deleting all rows",
          "Distinct",
          "End materialize",
          "End temporary",
          "FirstMatch",
          "Full scan on NULL key",
          "Key-ordered ",
          "LooseScan",
          "Materialize",
          "Not exists",
          "Open_f",
          "Plan isn't ready yet",
          "Range checked for each record",
          "Recursive",
          "Rematerialize",
          "Rowid-ordered scan",
          "Scanned ",
          "Skip_open_table",
          "Start materialize",
          "Start temporary",
          "Table function: ",
          "Ft_hints: ",
          "No tables used",
          "Impossible ",
          "No matching ",
          "no matching row",
          "Select tables optimized away",
          "Zero limit",
          "unique row");

  /** Ways of joining by a buffer, by what either product calls them. */
  private static final Map<String, String> JOIN_BUFFERS =
      Map.of(
          "hash join", "Hash join",
          "hash", "Hash join",
          "bnlh", "Hash join",
          "batched key access", "Batched key access",
          "bka", "Batched key access",
          "bkah", "Batched key access by hash");

  private MysqlRemarks() {}

  /** Says of what is open why there is nothing to read. */
  static void message(PlanBuilder builder, String message) {
    if (LONG_MESSAGES.contains(message)) {
      builder.word(PlanKey.MESSAGE, message);
    } else {
      builder.text(PlanKey.MESSAGE, message);
    }
  }

  /** Whether a remark of the column {@code Extra} is one that servers are known to make. */
  static boolean isKnown(String remark) {
    return remark.isEmpty() || EXTRA.stream().anyMatch(remark::startsWith);
  }

  /** How rows are joined by a buffer, in one word for what the products call it. */
  static String joinBuffer(String words) {
    return JOIN_BUFFERS.getOrDefault(words.toLowerCase(Locale.ROOT), "Block nested loop");
  }

  /** What of it tells one plan from another; empty if nothing. */
  static String strategy(boolean filesort, boolean temporary, String joinBuffer) {
    StringBuilder words = new StringBuilder(joinBuffer);
    if (filesort) {
      words.append(words.isEmpty() ? "Filesort" : ", filesort");
    }
    if (temporary) {
      words.append(words.isEmpty() ? "Temporary" : ", temporary");
    }
    return words.toString();
  }
}
