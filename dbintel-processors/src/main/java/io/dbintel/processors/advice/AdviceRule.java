package io.dbintel.processors.advice;

import io.dbintel.processors.plan.PlanKey;
import io.dbintel.processors.plan.PlanNode;
import io.dbintel.processors.plan.QueryPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table of rules: what must hold of a node, and what is said then. Immutable and
 * thread-safe.
 *
 * @param code in snake_case
 * @param conditions all of them must hold
 * @param gain the fact that says which part of the time can be saved
 * @param message with facts in braces: {@code {rows_removed}}, {@code {removed_part%}}
 * @param remedy the same
 */
record AdviceRule(
    String code, List<Condition> conditions, NodeFact gain, String message, String remedy) {
  private static final int MAX_QUOTED = 200;

  /** A fact that must be at least so large. */
  record Condition(NodeFact fact, double least) {}

  /**
   * Reads a line of the table.
   *
   * @param code the rule's code
   * @param when {@code fact >= number, …}
   * @throws IllegalArgumentException if a fact is unknown or a number is none
   */
  static AdviceRule parse(String code, String when, String gain, String message, String remedy) {
    List<Condition> conditions = new ArrayList<>();
    for (String each : when.split(",", -1)) {
      String[] sides = each.split(">=", 2);
      conditions.add(new Condition(fact(sides[0]), Double.parseDouble(sides[1].strip())));
    }
    return new AdviceRule(code, List.copyOf(conditions), fact(gain), message, remedy);
  }

  private static NodeFact fact(String name) {
    return NodeFact.valueOf(name.strip().toUpperCase(Locale.ROOT));
  }

  /** What it says of a node; null if nothing. */
  @Nullable Advice advise(QueryPlan plan, PlanNode node) {
    for (Condition condition : conditions) {
      if (!(condition.fact().of(plan, node) >= condition.least())) {
        return null;
      }
    }
    String relation = relation(node);
    return new Advice(
        code,
        node.index(),
        relation,
        fill(message, plan, node),
        fill(remedy, plan, node),
        Math.min(1, gain.of(plan, node)));
  }

  private static String relation(PlanNode node) {
    String name = node.relation();
    if (name == null) {
      return "";
    }
    return shortened(node.schema() == null ? name : node.schema() + "." + name);
  }

  private static String fill(String template, QueryPlan plan, PlanNode node) {
    String filled = template;
    for (NodeFact fact : NodeFact.values()) {
      String place = "{" + fact.text();
      if (filled.contains(place + "}")) {
        filled = filled.replace(place + "}", number(fact.of(plan, node)));
      }
      if (filled.contains(place + "%}")) {
        filled = filled.replace(place + "%}", number(100 * fact.of(plan, node)) + " %");
      }
      if (filled.contains(place + " MB}")) {
        filled = filled.replace(place + " MB}", number(fact.of(plan, node) / (1 << 20)) + " MB");
      }
    }
    String filter = filter(node);
    return filled
        .replace("{operator}", node.operator())
        .replace("{relation}", relation(node).isEmpty() ? "its input" : relation(node))
        .replace("{index}", node.indexName() == null ? "an index" : shortened(node.indexName()))
        .replace("{filter}", filter == null ? "its filter" : shortened(filter));
  }

  /** MySQL has a node of its own for it, above. */
  private static @Nullable String filter(PlanNode node) {
    PlanNode above = node.parent();
    return above != null && above.operator().equals("Filter") && !node.has(PlanKey.FILTER)
        ? above.text(PlanKey.FILTER)
        : node.text(PlanKey.FILTER);
  }

  static String number(double value) {
    return value >= 10 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ')
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…";
  }

  /** The facts that its texts name, for a check that all of them exist. */
  List<String> places() {
    List<String> places = new ArrayList<>();
    for (String part : Arrays.asList((message + remedy).split("\\{", -1))) {
      int end = part.indexOf('}');
      if (end > 0) {
        places.add(part.substring(0, end));
      }
    }
    return places;
  }
}
