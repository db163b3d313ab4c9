package io.dbintel.processors.plan;

import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's TEXT. The server prints literals as they are, so a line may be the inside of
 * one and look like a node: nothing begins inside an open quote, and a text in which a quote stays
 * open is refused. Where the plan follows the text of its statement, which may hold anything, it is
 * read only if there is but one place at which it can begin. Not thread-safe.
 */
final class TextPlanParser {
  private static final String ARROW = "->  ";
  private static final String QUERY_TEXT = "Query Text:";
  private static final String QUERY_PARAMETERS = "Query Parameters:";
  private static final int MAX_CANDIDATES = 16;

  private final PlanBuilder builder;
  private final TextHeader header;
  private final TextDetails details;
  private final TextFooter footer;

  /** The columns of the arrows of the open nodes; that of the root is left of all others. */
  private int[] columns = new int[32];

  private int open;
  private int rootColumn;
  private @Nullable String label;
  private final List<PlanFacts> workers = new ArrayList<>();
  private final List<PlanFacts> targets = new ArrayList<>();
  private boolean inWorker;
  private int workerColumn;

  TextPlanParser(PlanBuilder builder) {
    this.builder = builder;
    this.header = new TextHeader(builder);
    this.details = new TextDetails(builder);
    this.footer = new TextFooter(builder, details);
  }

  QueryPlan parse(String plan, Format format) throws UnreadablePlanException {
    List<String> lines = plan.lines().toList();
    int first = 0;
    while (lines.get(first).isBlank()) {
      first++;
    }
    if (!lines.get(first).strip().startsWith(QUERY_TEXT)) {
      return parse(lines, first, format);
    }
    int root = onlyRoot(lines, first, format);
    String statement = String.join("\n", lines.subList(first, root)).strip();
    QueryPlan parsed = parse(lines, root, format);
    return parsed.withStatement(statement(statement));
  }

  private static String statement(String text) {
    int parameters = text.lastIndexOf("\n" + QUERY_PARAMETERS);
    String statement = parameters < 0 ? text : text.substring(0, parameters);
    return statement.substring(QUERY_TEXT.length()).strip();
  }

  /** Where the plan begins behind the statement, if there is one such place and no second. */
  private int onlyRoot(List<String> lines, int from, Format format) throws UnreadablePlanException {
    int found = -1;
    int candidates = 0;
    int column = TextLine.indent(lines.get(from));
    for (int i = from + 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (TextLine.indent(line) != column
          || !TextLine.hasNumbers(line)
          || line.startsWith(ARROW, column)) {
        continue;
      }
      if (++candidates > MAX_CANDIDATES) {
        throw unbalanced();
      }
      if (isPlan(lines, i, format)) {
        if (found >= 0) {
          throw unbalanced();
        }
        found = i;
      }
    }
    if (found < 0) {
      throw new UnreadablePlanException(Reason.NOT_A_PLAN, "no plan follows the statement");
    }
    return found;
  }

  private boolean isPlan(List<String> lines, int from, Format format) {
    try {
      parse(lines, from, format);
      return true;
    } catch (UnreadablePlanException e) {
      return false;
    }
  }

  private static UnreadablePlanException unbalanced() {
    return new UnreadablePlanException(
        Reason.UNBALANCED, "it cannot be told where the plan begins or a literal in it ends");
  }

  private QueryPlan parse(List<String> lines, int from, Format format)
      throws UnreadablePlanException {
    builder.begin();
    open = 0;
    label = null;
    inWorker = false;
    rootColumn = TextLine.indent(lines.get(from));
    workers.clear();
    targets.clear();
    details.begin();
    footer.begin();
    for (int i = from; i < lines.size(); i++) {
      String line = lines.get(i);
      char quote = SqlQuotes.openAfter(line, (char) 0);
      if (quote != 0) {
        StringBuilder whole = new StringBuilder(line);
        while (quote != 0 && ++i < lines.size()) {
          quote = SqlQuotes.openAfter(lines.get(i), quote);
          whole.append('\n').append(lines.get(i));
        }
        if (quote != 0) {
          throw unbalanced();
        }
        line = whole.toString();
      }
      if (!line.isBlank()) {
        line(line.stripTrailing());
      }
    }
    popTo(0);
    footer.end();
    return builder.finish("postgresql", format);
  }

  private void line(String line) throws UnreadablePlanException {
    int column = TextLine.indent(line);
    if (line.startsWith(ARROW, column) && builder.nodeCount() > 0) {
      node(line.substring(column + ARROW.length()).stripLeading(), column);
    } else if (builder.nodeCount() == 0) {
      // A part of a plan begins with its arrow.
      String text = line.substring(line.startsWith(ARROW, column) ? column + ARROW.length() : 0);
      root(text.strip());
    } else if (column <= rootColumn) {
      popTo(0);
      if (!footer.line(line.strip())) {
        throw new UnreadablePlanException(
            Reason.MALFORMED, "a line beside the root of the plan is not understood");
      }
    } else if (open == 0) {
      footer.inner(line.strip());
    } else {
      detail(line, column);
    }
  }

  private void root(String line) throws UnreadablePlanException {
    if (!TextLine.hasNumbers(line) && !TextHeader.isKnown(line)) {
      throw new UnreadablePlanException(Reason.NOT_A_PLAN, "the text does not begin with a node");
    }
    push(-1);
    TextLine.read(line, header, builder, details);
  }

  private void node(String line, int column) throws UnreadablePlanException {
    popWhile(column);
    if (open == 0) {
      throw new UnreadablePlanException(Reason.MALFORMED, "a node stands under no other");
    }
    settle();
    push(column);
    if (label != null) {
      builder.text(PlanKey.SUBPLAN_NAME, label);
      label = null;
    }
    TextLine.read(line, header, builder, details);
  }

  private void detail(String line, int column) {
    String text = line.strip();
    if (inWorker && column > workerColumn) {
      property(text);
      return;
    }
    endWorker();
    if (TextLine.isLabel(text)) {
      popWhile(column);
      settle();
      label = text;
    } else if (text.startsWith("Worker ") && worker(text)) {
      workerColumn = column;
    } else if (isTarget(text)) {
      builder.openGroup();
      header.target("", text.substring(text.indexOf(" on ") + " on ".length()));
      targets.add(builder.closeGroup());
    } else {
      property(text);
    }
  }

  /** One of the tables that a change goes to, if they are several. */
  private static boolean isTarget(String text) {
    int on = text.indexOf(" on ");
    return on > 0 && TextHeader.isChange(text.substring(0, on));
  }

  private boolean worker(String text) {
    int colon = text.indexOf(':');
    double number = TextDetails.value(text.substring("Worker ".length()));
    if (colon < 0 || Double.isNaN(number)) {
      return false;
    }
    builder.openGroup();
    inWorker = true;
    builder.number(PlanKey.WORKER_NUMBER, number);
    String rest = text.substring(colon + 1).strip();
    if (rest.startsWith("actual ")) {
      TextLine.actual(rest.substring("actual ".length()), builder, details);
    } else if (!rest.isEmpty()) {
      property(rest);
    }
    return true;
  }

  private void property(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      builder.unknown("?");
      return;
    }
    details.read(text.substring(0, colon), text.substring(colon + 1).strip());
  }

  private void endWorker() {
    if (inWorker) {
      inWorker = false;
      workers.add(builder.closeGroup());
    }
  }

  /** Says of the innermost node what its lines said of several things in turn. */
  private void settle() {
    endWorker();
    if (!workers.isEmpty()) {
      builder.groups(PlanKey.WORKERS, workers);
      workers.clear();
    }
    if (!targets.isEmpty()) {
      builder.groups(PlanKey.TARGET_TABLES, targets);
      targets.clear();
    }
    details.settleGroups();
  }

  private void push(int column) throws UnreadablePlanException {
    builder.openNode();
    if (open == columns.length) {
      columns = Arrays.copyOf(columns, 2 * open);
    }
    columns[open++] = column;
  }

  /** Closes the nodes whose arrows stand at a column or right of it. */
  private void popWhile(int column) {
    int keep = open;
    while (keep > 0 && columns[keep - 1] >= column) {
      keep--;
    }
    popTo(keep);
  }

  private void popTo(int depth) {
    while (open > depth) {
      settle();
      builder.closeNode();
      open--;
    }
  }
}
