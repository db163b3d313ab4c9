package io.dbintel.processors.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes away what programs put around a plan when they show it: psql's and DBeaver's headers,
 * borders and signs of continuation, pgAdmin's quotes around each line.
 */
final class PlanFrames {
  private static final String RULES = "-─═━+┼┬┴╪╤╬|│║┌┐└┘├┤╔╗╚╝╟╢╠╣╞╡╧╩╦╥╨ ";
  private static final String STROKES = "-─═━";
  private static final String BORDERS = "|│║";
  private static final String HEADER = "QUERY PLAN";
  private static final int MIN_STROKES = 4;

  private PlanFrames() {}

  /** The plan without its frame; the text itself if there is none that is known. */
  static String strip(String text) {
    List<String> lines = text.lines().map(String::stripTrailing).toList();
    List<String> unquoted = withoutQuotes(lines);
    if (unquoted != null) {
      return String.join("\n", unquoted);
    }
    int rule = firstRule(lines);
    return String.join("\n", rule < 0 ? withoutHeader(lines) : framed(lines, rule));
  }

  /**
   * The lines without the quotes around each, null if there are not. Where all lines have lost the
   * first of them, as happens when columns are cut out, the second is taken off alone.
   */
  private static @Nullable List<String> withoutQuotes(List<String> lines) {
    List<String> content = new ArrayList<>();
    boolean leading = true;
    for (String line : lines) {
      if (line.isBlank()) {
        continue;
      }
      int last = line.length() - 1;
      char quote = line.charAt(last);
      if (content.isEmpty()) {
        leading = quote != '"' || line.charAt(0) == quote;
      }
      boolean quoted = (quote == '"' || quote == '\'') && last > 0;
      if (!quoted || (line.charAt(0) == quote) != leading) {
        return null;
      }
      String inside = line.substring(leading ? 1 : 0, last);
      content.add(quote == '"' ? inside.replace("\"\"", "\"") : inside);
    }
    return content.isEmpty() ? null : content;
  }

  private static List<String> withoutHeader(List<String> lines) {
    int first = 0;
    while (first < lines.size() && isBeforePlan(lines.get(first).strip())) {
      first++;
    }
    int last = lines.size();
    while (last > first && isFooter(lines.get(last - 1))) {
      last--;
    }
    return lines.subList(first, last);
  }

  private static boolean isBeforePlan(String line) {
    return line.isEmpty() || line.equals(HEADER) || line.startsWith("-- ");
  }

  private static boolean isFooter(String line) {
    String text = line.strip();
    return text.isEmpty()
        || (text.startsWith("(") && (text.endsWith(" rows)") || text.endsWith(" row)")));
  }

  /** The line under the header, or above it. */
  private static int firstRule(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (isRule(lines.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isRule(String line) {
    int strokes = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (RULES.indexOf(c) < 0) {
        return false;
      }
      strokes += STROKES.indexOf(c) >= 0 ? 1 : 0;
    }
    return strokes >= MIN_STROKES;
  }

  private static List<String> framed(List<String> lines, int firstRule) {
    int rule = firstRule;
    if (rule + 2 < lines.size() && isRule(lines.get(rule + 2)) && !isRule(lines.get(rule + 1))) {
      rule += 2;
    }
    int width = lines.get(rule).length();
    List<String> content = new ArrayList<>();
    for (int i = rule + 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (isRule(line) || (isFooter(line) && !line.isBlank())) {
        break;
      }
      content.add(inside(line, width));
    }
    return content;
  }

  private static String inside(String line, int width) {
    String text = line;
    if (!text.isEmpty() && BORDERS.indexOf(text.charAt(0)) >= 0) {
      text = " " + text.substring(1);
    }
    int last = text.length() - 1;
    if (last >= 0 && last >= width - 2) {
      char end = text.charAt(last);
      if (BORDERS.indexOf(end) >= 0 || end == '+' || end == '↵') {
        text = text.substring(0, last).stripTrailing();
      }
    }
    return text;
  }
}
