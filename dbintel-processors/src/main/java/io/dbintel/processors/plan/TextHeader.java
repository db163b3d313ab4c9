package io.dbintel.processors.plan;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the line of a node in PostgreSQL's TEXT into the properties that JSON has for it: {@code
 * Parallel Index Scan Backward using i on s.t a (cost=…)}.
 */
final class TextHeader {
  private static final String SCAN = " Scan";
  private static final Set<String> JOIN_KINDS =
      Set.of("Left", "Right", "Full", "Semi", "Anti", "Right Semi", "Right Anti");
  private static final Set<String> PLAIN =
      Set.of(
          "Append",
          "BitmapAnd",
          "BitmapOr",
          "Gather",
          "Gather Merge",
          "Group",
          "Hash",
          "Incremental Sort",
          "Limit",
          "LockRows",
          "Materialize",
          "Memoize",
          "Merge Append",
          "ProjectSet",
          "Recursive Union",
          "Result",
          "Sort",
          "Unique",
          "WindowAgg");
  private static final Map<String, String> AGGREGATES =
      Map.of(
          "Aggregate", "Plain",
          "GroupAggregate", "Sorted",
          "HashAggregate", "Hashed",
          "MixedAggregate", "Mixed");
  private static final Set<String> CHANGES = Set.of("Insert", "Update", "Delete", "Merge");

  /** What stands behind {@code on}, by what stands before it. */
  private static final Map<String, PlanKey> NAMED =
      Map.of(
          "Function Scan", PlanKey.FUNCTION_NAME,
          "Table Function Scan", PlanKey.TABLE_FUNCTION_NAME,
          "CTE Scan", PlanKey.CTE_NAME,
          "WorkTable Scan", PlanKey.CTE_NAME,
          "Named Tuplestore Scan", PlanKey.TUPLESTORE_NAME);

  private final PlanBuilder builder;

  TextHeader(PlanBuilder builder) {
    this.builder = builder;
  }

  /** Whether a line without estimates may be a node: its operator is one that is known. */
  static boolean isKnown(String name) {
    String operator = withoutPrefixes(name);
    if (operator.startsWith("Custom Scan")) {
      return true;
    }
    operator = operator.substring(0, endOfOperator(operator));
    return PLAIN.contains(operator)
        || AGGREGATES.containsKey(operator)
        || operator.endsWith(SCAN)
        || operator.endsWith(SCAN + " Backward")
        || isChange(operator)
        || operator.equals("Nested Loop")
        || operator.endsWith(" Join")
        || operator.startsWith("SetOp ")
        || operator.startsWith("HashSetOp ");
  }

  static boolean isChange(String operator) {
    return CHANGES.contains(withoutPrefix(operator, "Foreign "));
  }

  private static String withoutPrefixes(String name) {
    String rest = withoutPrefix(withoutPrefix(name, "Async "), "Parallel ");
    return withoutPrefix(withoutPrefix(rest, "Partial "), "Finalize ");
  }

  private static String withoutPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  /** Where the operator ends: before {@code using}, {@code on}, or at the end. */
  private static int endOfOperator(String name) {
    int using = name.indexOf(" using ");
    int on = name.indexOf(" on ");
    int end = using >= 0 && (on < 0 || using < on) ? using : on;
    return end >= 0 ? end : name.length();
  }

  /** Says of the open node what its line says, without its numbers. */
  void read(String line) {
    String name = line;
    if (name.startsWith("Async ")) {
      builder.flag(PlanKey.ASYNC_CAPABLE, true);
      name = name.substring("Async ".length());
    }
    if (name.startsWith("Parallel ")) {
      builder.flag(PlanKey.PARALLEL_AWARE, true);
      name = name.substring("Parallel ".length());
    }
    String provider = customProvider(name);
    if (provider != null) {
      builder.text(PlanKey.CUSTOM_PLAN_PROVIDER, provider);
      name = "Custom Scan" + name.substring("Custom Scan ()".length() + provider.length());
    }
    int end = endOfOperator(name);
    String operator = name.substring(0, end);
    String target = name.substring(end);
    operator(operator);
    if (target.startsWith(" using ")) {
      int on = SqlQuotes.find(target, " on ", " using ".length());
      int stop = on < 0 ? target.length() : on;
      builder.text(
          PlanKey.INDEX_NAME, SqlQuotes.unquote(target.substring(" using ".length(), stop)));
      target = target.substring(stop);
    }
    if (target.startsWith(" on ")) {
      target(base(operator), target.substring(" on ".length()));
    }
  }

  private static String base(String operator) {
    return operator.endsWith(" Backward")
        ? operator.substring(0, operator.length() - " Backward".length())
        : operator;
  }

  private static @Nullable String customProvider(String name) {
    String prefix = "Custom Scan (";
    int end = name.startsWith(prefix) ? name.indexOf(')') : -1;
    return end < 0 ? null : name.substring(prefix.length(), end);
  }

  private void operator(String operator) {
    if (aggregate(operator) || join(operator) || setOperation(operator)) {
      return;
    }
    if (CHANGES.contains(operator)) {
      type("ModifyTable");
      builder.word(PlanKey.OPERATION, operator);
    } else if (isChange(operator)) {
      type("Foreign Scan");
      builder.word(PlanKey.OPERATION, operator.substring("Foreign ".length()));
    } else {
      type(base(operator));
      if (operator.startsWith("Index ") && base(operator).endsWith(SCAN)) {
        boolean backward = !base(operator).equals(operator);
        builder.word(PlanKey.SCAN_DIRECTION, backward ? "Backward" : "Forward");
      }
    }
  }

  private void type(String type) {
    builder.text(PlanKey.NODE_TYPE, type);
  }

  private boolean aggregate(String operator) {
    String mode = "Simple";
    String name = operator;
    if (operator.startsWith("Partial ")) {
      mode = "Partial";
      name = operator.substring("Partial ".length());
    } else if (operator.startsWith("Finalize ")) {
      mode = "Finalize";
      name = operator.substring("Finalize ".length());
    }
    String strategy = AGGREGATES.get(name);
    if (strategy == null) {
      return false;
    }
    type("Aggregate");
    builder.word(PlanKey.STRATEGY, strategy);
    builder.word(PlanKey.PARTIAL_MODE, mode);
    return true;
  }

  private boolean join(String operator) {
    if (operator.equals("Nested Loop")) {
      type(operator);
      builder.word(PlanKey.JOIN_TYPE, "Inner");
      return true;
    }
    if (!operator.endsWith(" Join")) {
      return false;
    }
    String rest = operator.substring(0, operator.length() - " Join".length());
    for (String method : new String[] {"Nested Loop", "Hash", "Merge"}) {
      if (rest.startsWith(method)) {
        String kind = rest.substring(method.length()).strip();
        if (kind.isEmpty() || JOIN_KINDS.contains(kind)) {
          type(method.equals("Nested Loop") ? method : method + " Join");
          builder.word(PlanKey.JOIN_TYPE, kind.isEmpty() ? "Inner" : kind);
          return true;
        }
      }
    }
    return false;
  }

  private boolean setOperation(String operator) {
    boolean hashed = operator.startsWith("HashSetOp ");
    if (!hashed && !operator.startsWith("SetOp ")) {
      return false;
    }
    type("SetOp");
    builder.word(PlanKey.STRATEGY, hashed ? "Hashed" : "Sorted");
    builder.text(PlanKey.COMMAND, operator.substring(operator.indexOf(' ') + 1));
    return true;
  }

  /** Reads {@code schema.name alias} into the open node or group. */
  void target(String operator, String target) {
    if (operator.equals("Bitmap Index Scan")) {
      builder.text(PlanKey.INDEX_NAME, SqlQuotes.unquote(target));
      return;
    }
    int first = SqlQuotes.endOfIdentifier(target, 0);
    int end = first;
    String name = SqlQuotes.unquote(target.substring(0, first));
    boolean qualified = first < target.length() && target.charAt(first) == '.';
    if (qualified) {
      end = SqlQuotes.endOfIdentifier(target, first + 1);
      builder.text(PlanKey.SCHEMA, name);
      name = SqlQuotes.unquote(target.substring(first + 1, end));
    }
    String alias = SqlQuotes.unquote(target.substring(end).strip());
    boolean subquery = operator.equals("Subquery Scan") || operator.equals("Values Scan");
    if (!subquery) {
      builder.text(NAMED.getOrDefault(operator, PlanKey.RELATION_NAME), name);
    }
    builder.text(PlanKey.ALIAS, alias.isEmpty() ? name : alias);
  }
}
