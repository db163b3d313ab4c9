package io.dbintel.processors.plan;

import java.util.List;

/**
 * Writes a plan as PostgreSQL's JSON, compact and without literals, so that whatever shows such
 * plans can show it. What does not fit is left out by whole nodes, with all under them and all
 * behind them, and their number is said as {@code Nodes Left Out}.
 */
public final class PlanTree {
  private static final String LEFT_OUT = ",\"Nodes Left Out\":";

  /** What closes a node, and what says how many are missing. */
  private static final int CLOSING_PER_LEVEL = 2;

  private static final int RESERVE = 64;

  private final StringBuilder out;
  private final int maxLength;

  private PlanTree(int maxLength) {
    this.out = new StringBuilder(Math.min(maxLength, 4096));
    this.maxLength = maxLength;
  }

  /**
   * The plan as JSON.
   *
   * @param maxLength how many characters it may have, from 1 024; the properties of the root and of
   *     the whole are left out if they alone have more
   */
  public static String toJson(QueryPlan plan, int maxLength) {
    return new PlanTree(Math.max(1024, maxLength)).write(plan);
  }

  private String write(QueryPlan plan) {
    out.append("{\"Plan\":");
    int written = nodes(plan.nodes());
    int missing = plan.nodes().size() - written;
    int end = out.length();
    facts(plan.facts(), false);
    if (out.length() + RESERVE > maxLength) {
      out.setLength(end);
    }
    if (missing > 0) {
      out.append(LEFT_OUT).append(missing);
    }
    return out.append('}').toString();
  }

  /** How many were written. */
  private int nodes(List<PlanNode> nodes) {
    int open = 0;
    for (int i = 0; i < nodes.size(); i++) {
      PlanNode node = nodes.get(i);
      int start = out.length();
      int opened = open;
      if (node.depth() > open) {
        out.append(i == 0 ? "" : ",\"Plans\":[");
      } else {
        close(open, node.depth());
        out.append("},");
      }
      open = node.depth();
      out.append('{');
      facts(node, true);
      if (out.length() + CLOSING_PER_LEVEL * open + RESERVE > maxLength) {
        out.setLength(start);
        if (i == 0) {
          out.append('{');
          text("Node Type");
          out.append(':');
          text(node.operator());
          opened = 1;
        }
        close(opened, 1);
        out.append('}');
        return Math.max(1, i);
      }
    }
    close(open, 1);
    out.append('}');
    return nodes.size();
  }

  private void close(int from, int to) {
    for (int i = from; i > to; i--) {
      out.append("}]");
    }
  }

  private void facts(PlanFacts facts, boolean first) {
    String comma = first ? "" : ",";
    for (int i = facts.numberCount(); i < facts.size(); i++) {
      out.append(comma);
      text(facts.key(i).text());
      out.append(':');
      value(facts.key(i), facts.valueAt(i));
      comma = ",";
    }
    for (int i = 0; i < facts.numberCount(); i++) {
      out.append(comma);
      text(facts.key(i).text());
      out.append(':');
      number(facts.key(i), facts.numberAt(i));
      comma = ",";
    }
  }

  private void value(PlanKey key, Object value) {
    if (value instanceof String text) {
      if (key.kind() == PlanKey.Kind.IDENTIFIER && !text.equals(PlanWords.REDACTED)) {
        out.append(text);
      } else {
        text(text);
      }
    } else if (value instanceof PlanExpression expression) {
      text(expression.text());
    } else if (value instanceof PlanFacts facts) {
      group(facts);
    } else if (value instanceof Object[] items && key == PlanKey.SETTINGS) {
      settings(items);
    } else if (value instanceof Object[] items) {
      out.append('[');
      for (int i = 0; i < items.length; i++) {
        out.append(i == 0 ? "" : ",");
        value(key, items[i]);
      }
      out.append(']');
    }
  }

  private void group(PlanFacts facts) {
    out.append('{');
    facts(facts, true);
    out.append('}');
  }

  private void settings(Object[] items) {
    out.append('{');
    String comma = "";
    for (Object item : items) {
      String setting = (String) item;
      int equals = setting.indexOf(" = ");
      out.append(comma);
      text(setting.substring(0, equals));
      out.append(':');
      text(setting.substring(equals + " = ".length()));
      comma = ",";
    }
    out.append('}');
  }

  private void number(PlanKey key, double value) {
    if (key.kind() == PlanKey.Kind.FLAG) {
      out.append(value != 0);
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.append((long) value);
    } else {
      out.append(value);
    }
  }

  private void text(String text) {
    JsonText.quote(out, text);
  }
}
