package io.dbintel.jdbc.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An index that may help a plan: on the columns that the filter of its dearest sequential scan
 * compares. Read from JSON as the server prints it, a property a line; only names in lower-case
 * letters, digits and {@code _}, and only comparisons of a bare column with a parameter or a
 * constant. What is read wrong is an index of no use, and nothing else.
 *
 * @param schema of the table
 * @param relation the table
 * @param columns first those that are compared for equality, then at most one that is compared for
 *     order; not empty
 */
record IndexCandidate(String schema, String relation, List<String> columns) {
  private static final int MAX_COLUMNS = 3;

  /** What is so cheap is not worth an index. */
  private static final double LEAST_COST = 100;

  private static final Pattern LINE = Pattern.compile("( *)\"([A-Z][A-Za-z ]*)\": (.*?),?");
  private static final Pattern NAME = Pattern.compile("\"([a-z_][a-z0-9_]{0,62})\"");
  private static final Pattern TERM =
      Pattern.compile(
          "\\(?(?:[a-z_][a-z0-9_]*\\.)?([a-z_][a-z0-9_]*)\\)?(?:::[a-z ]+)? (=|<|>|<=|>=)"
              + " (?:\\$[0-9]+|'[^']*'|[0-9.]+)(?:::[a-z ]+)?");

  /** Copies the columns. */
  IndexCandidate {
    columns = List.copyOf(columns);
  }

  /** The one for a plan; null if there is none. */
  static @Nullable IndexCandidate of(String plan) {
    IndexCandidate best = null;
    double dearest = LEAST_COST;
    String[] lines = plan.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].endsWith("\"Node Type\": \"Seq Scan\",")) {
        Map<String, String> node = properties(lines, i);
        double cost = number(node.get("Total Cost"));
        IndexCandidate candidate = cost > dearest ? of(node) : null;
        if (candidate != null) {
          best = candidate;
          dearest = cost;
        }
      }
    }
    return best;
  }

  /** What the planner reckons for the whole; NaN if the plan does not say. */
  static double costOf(String plan) {
    for (String line : plan.split("\n", -1)) {
      Matcher property = LINE.matcher(line);
      if (property.matches() && property.group(2).equals("Total Cost")) {
        return number(property.group(3));
      }
    }
    return Double.NaN;
  }

  /** The lines of a node are equally far in; those of what is under it are further. */
  private static Map<String, String> properties(String[] lines, int from) {
    Map<String, String> properties = new HashMap<>();
    int indent = lines[from].indexOf('"');
    for (int i = from; i < lines.length; i++) {
      int begin = lines[i].length() - lines[i].stripLeading().length();
      if (begin < indent) {
        break;
      }
      Matcher property = LINE.matcher(lines[i]);
      if (begin == indent && property.matches()) {
        String unused = properties.putIfAbsent(property.group(2), property.group(3));
      }
    }
    return properties;
  }

  private static @Nullable IndexCandidate of(Map<String, String> node) {
    String schema = name(node.get("Schema"));
    String relation = name(node.get("Relation Name"));
    String filter = node.get("Filter");
    if (schema == null || relation == null || filter == null || filter.contains("\\")) {
      return null;
    }
    List<String> columns = columns(filter);
    return columns.isEmpty() ? null : new IndexCandidate(schema, relation, columns);
  }

  /** {@code "(a.x = $1)"} or {@code "((a.x = $1) AND (a.y > $2))"}. */
  private static List<String> columns(String filter) {
    if (!filter.startsWith("\"(") || !filter.endsWith(")\"")) {
      return List.of();
    }
    String condition = filter.substring(2, filter.length() - 2);
    Set<String> equal = new LinkedHashSet<>();
    Set<String> ordered = new LinkedHashSet<>();
    boolean several =
        condition.startsWith("(") && condition.endsWith(")") && condition.contains(") AND (");
    String[] terms =
        several
            ? condition.substring(1, condition.length() - 1).split("\\) AND \\(", -1)
            : new String[] {condition};
    for (String each : terms) {
      Matcher term = TERM.matcher(each);
      if (term.matches()) {
        (term.group(2).equals("=") ? equal : ordered).add(term.group(1));
      }
    }
    ordered.removeAll(equal);
    List<String> columns = new ArrayList<>(equal.stream().limit(MAX_COLUMNS).toList());
    if (columns.size() < MAX_COLUMNS && !ordered.isEmpty()) {
      columns.add(ordered.iterator().next());
    }
    return columns;
  }

  private static @Nullable String name(@Nullable String quoted) {
    Matcher name = NAME.matcher(quoted == null ? "" : quoted);
    return name.matches() ? name.group(1) : null;
  }

  private static double number(@Nullable String text) {
    try {
      return text == null ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }
}
