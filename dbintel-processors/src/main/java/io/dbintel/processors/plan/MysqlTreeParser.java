package io.dbintel.processors.plan;

import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.Arrays;
import java.util.List;

/**
 * Reads MySQL's TREE, also as {@code EXPLAIN ANALYZE} prints it. A line begins a node only outside
 * of literals and quoted names; a text in which one stays open is refused. Not thread-safe.
 */
final class MysqlTreeParser {
  private static final String ARROW = "-> ";

  /** A subquery of the select list stands beside the root. */
  private static final String SUBQUERY = ARROW + "Select #";

  private static final String NEVER = "(never executed)";
  private static final List<String> NUMBERS = List.of("(cost=", "(rows=", "(actual time=", NEVER);

  private final PlanBuilder builder;
  private final MysqlOperation operation;
  private int[] columns = new int[32];
  private int open;

  MysqlTreeParser(PlanBuilder builder) {
    this.builder = builder;
    this.operation = new MysqlOperation(builder);
  }

  /** Whether a text looks like a tree, be it as the server's client shows it. */
  static boolean isTree(String text) {
    String content = text.strip();
    return content.startsWith(ARROW) || content.startsWith("EXPLAIN: " + ARROW);
  }

  QueryPlan parse(String system, String plan) throws UnreadablePlanException {
    builder.begin();
    open = 0;
    String text = plan.strip();
    if (text.startsWith("EXPLAIN: ")) {
      text = text.substring("EXPLAIN: ".length());
    }
    StringBuilder line = new StringBuilder();
    char quote = 0;
    for (String part : text.lines().toList()) {
      line.append(line.isEmpty() ? "" : "\n").append(part);
      quote = MysqlQuotes.openAfter(part, quote);
      if (quote == 0) {
        node(line.toString());
        line.setLength(0);
      }
    }
    if (quote != 0) {
      throw new UnreadablePlanException(
          Reason.UNBALANCED, "it cannot be told where a literal in the plan ends");
    }
    popWhile(0);
    return builder.finish(system, Format.TEXT);
  }

  private void node(String line) throws UnreadablePlanException {
    int indent = TextLine.indent(line);
    if (line.isBlank()) {
      return;
    }
    if (!line.startsWith(ARROW, indent)) {
      throw new UnreadablePlanException(
          Reason.MALFORMED, "a line of the plan does not begin a node");
    }
    boolean beside = open > 0 && indent == columns[0] && line.startsWith(SUBQUERY, indent);
    int column = beside ? indent + 1 : indent;
    popWhile(column);
    if (open == 0 && builder.nodeCount() > 0) {
      throw new UnreadablePlanException(Reason.MALFORMED, "the plan has more than one root");
    }
    builder.openNode();
    if (open == columns.length) {
      columns = Arrays.copyOf(columns, 2 * open);
    }
    columns[open++] = column;
    if (beside) {
      builder.word(PlanKey.PARENT_RELATIONSHIP, "SubPlan");
    }
    String text = line.substring(indent + ARROW.length()).strip();
    int end = numbers(text);
    operation.read(text.substring(0, end).strip(), true);
  }

  private void popWhile(int column) {
    while (open > 0 && columns[open - 1] >= column) {
      builder.closeNode();
      open--;
    }
  }

  /** Reads the groups of numbers at the end of a line, and returns where they begin. */
  private int numbers(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ')') {
      int start = text.lastIndexOf('(', end - 1);
      if (start < 0 || !isNumbers(text, start, end)) {
        break;
      }
      numbers(text.substring(start + 1, end - 1), text.startsWith("(actual", start));
      end = start;
      while (end > 0 && text.charAt(end - 1) == ' ') {
        end--;
      }
    }
    return end;
  }

  /** A group of numbers holds no quote and no second group: a literal may look like one. */
  private static boolean isNumbers(String text, int start, int end) {
    for (int i = start + 1; i < end - 1; i++) {
      char c = text.charAt(i);
      if (!PlanWords.isLetter(c) && !PlanWords.isDigit(c) && " =.+-".indexOf(c) < 0) {
        return false;
      }
    }
    return NUMBERS.stream().anyMatch(prefix -> text.startsWith(prefix, start));
  }

  private void numbers(String group, boolean actual) {
    if (group.equals("never executed")) {
      builder.number(PlanKey.ACTUAL_LOOPS, 0);
      return;
    }
    for (String part : group.split(" ", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        number(part.substring(0, equals), part.substring(equals + 1), actual);
      }
    }
  }

  private void number(String name, String value, boolean actual) {
    int range = value.indexOf("..");
    double last = number(range < 0 ? value : value.substring(range + 2));
    switch (name) {
      case "cost" -> {
        if (range > 0) {
          known(PlanKey.STARTUP_COST, number(value.substring(0, range)));
        }
        known(PlanKey.TOTAL_COST, last);
      }
      case "time" -> {
        if (range > 0) {
          known(PlanKey.ACTUAL_STARTUP_TIME, number(value.substring(0, range)));
        }
        known(PlanKey.ACTUAL_TOTAL_TIME, last);
      }
      case "rows" -> known(actual ? PlanKey.ACTUAL_ROWS : PlanKey.PLAN_ROWS, last);
      case "loops" -> known(PlanKey.ACTUAL_LOOPS, last);
      default -> builder.unknown(name);
    }
  }

  private static double number(String text) {
    char[] characters = text.toCharArray();
    return Decimals.parse(characters, 0, characters.length);
  }

  private void known(PlanKey key, double value) {
    if (!Double.isNaN(value)) {
      builder.number(key, value);
    }
  }
}
