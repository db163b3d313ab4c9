package io.dbintel.processors.plan;

import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import org.jspecify.annotations.Nullable;

/** The parts of a node's line in PostgreSQL's TEXT: what it is, and its numbers. */
final class TextLine {
  private static final String ESTIMATES = " (cost=";
  private static final String ACTUALS = " (actual ";
  private static final String NEVER = " (never executed)";

  private TextLine() {}

  /** How many spaces a line begins with. */
  static int indent(String line) {
    int i = 0;
    while (i < line.length() && line.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  /** Whether the line has the numbers that only nodes have. */
  static boolean hasNumbers(String line) {
    return endOfName(line) < line.length();
  }

  /** Whether it says as what the next node is used. */
  static boolean isLabel(String text) {
    return (text.startsWith("InitPlan") || text.startsWith("SubPlan") || text.startsWith("CTE "))
        && SqlQuotes.find(text, ": ", 0) < 0;
  }

  private static int endOfName(String line) {
    int end = line.length();
    for (String marker : new String[] {ESTIMATES, ACTUALS, NEVER}) {
      int at = SqlQuotes.find(line, marker, 0);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return end;
  }

  /**
   * Says of the open node what its line says.
   *
   * @throws UnreadablePlanException if a quote is opened behind the numbers, where nothing stands
   *     that has one: it would swallow the lines that follow
   */
  static void read(String line, TextHeader header, PlanBuilder builder, TextDetails details)
      throws UnreadablePlanException {
    int end = endOfName(line);
    header.read(line.substring(0, end).strip());
    String numbers = line.substring(end);
    if (numbers.indexOf('"') >= 0 || numbers.indexOf('\'') >= 0) {
      throw new UnreadablePlanException(
          Reason.MALFORMED, "something stands behind the numbers of a node");
    }
    String estimates = inside(numbers, "(cost=");
    if (estimates != null) {
      estimates(estimates, builder, details);
    }
    String actual = inside(numbers, "(actual ");
    if (actual != null) {
      actual(actual, builder, details);
    } else if (numbers.contains("(never executed)")) {
      builder.number(PlanKey.ACTUAL_ROWS, 0);
      builder.number(PlanKey.ACTUAL_LOOPS, 0);
    }
  }

  private static @Nullable String inside(String numbers, String marker) {
    int start = numbers.indexOf(marker);
    if (start < 0) {
      return null;
    }
    int end = numbers.indexOf(')', start);
    return numbers.substring(start + marker.length(), end < 0 ? numbers.length() : end);
  }

  private static void estimates(String text, PlanBuilder builder, TextDetails details) {
    String[] parts = text.split(" ", -1);
    range(parts[0], PlanKey.STARTUP_COST, PlanKey.TOTAL_COST, builder, details);
    for (String part : parts) {
      if (part.startsWith("rows=")) {
        details.number(PlanKey.PLAN_ROWS, part.substring("rows=".length()), "rows");
      } else if (part.startsWith("width=")) {
        details.number(PlanKey.PLAN_WIDTH, part.substring("width=".length()), "width");
      }
    }
  }

  /** Reads {@code time=0.1..0.2 rows=3 loops=1}. */
  static void actual(String text, PlanBuilder builder, TextDetails details) {
    for (String part : text.split(" ", -1)) {
      if (part.startsWith("time=")) {
        range(
            part.substring("time=".length()),
            PlanKey.ACTUAL_STARTUP_TIME,
            PlanKey.ACTUAL_TOTAL_TIME,
            builder,
            details);
      } else if (part.startsWith("rows=")) {
        details.number(PlanKey.ACTUAL_ROWS, part.substring("rows=".length()), "rows");
      } else if (part.startsWith("loops=")) {
        details.number(PlanKey.ACTUAL_LOOPS, part.substring("loops=".length()), "loops");
      }
    }
  }

  private static void range(
      String text, PlanKey from, PlanKey to, PlanBuilder builder, TextDetails details) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      builder.unknown(from.text());
      return;
    }
    details.number(from, text.substring(0, dots), from.text());
    details.number(to, text.substring(dots + 2), to.text());
  }
}
