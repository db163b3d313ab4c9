package io.dbintel.processors.plan;

import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.Arrays;

/**
 * Writes PostgreSQL's YAML as the JSON that says the same. The server prints a small part of YAML:
 * blocks by indentation, and strings in the form of JSON. Good for one plan.
 */
final class YamlPlans {
  private static final String ITEM = "- ";

  private final StringBuilder out;
  private int[] indents = new int[64];
  private boolean[] lists = new boolean[64];
  private boolean[] used = new boolean[64];
  private int open;

  /** The indent of a key whose value is to follow; -1 if there is none. */
  private int waiting = -1;

  private YamlPlans(int length) {
    this.out = new StringBuilder(length + 256);
  }

  /** Whether the text begins as such a plan does. */
  static boolean isYaml(String line) {
    String first = line.strip();
    return first.startsWith("- Plan:")
        || first.startsWith("- Node Type:")
        || first.startsWith("Plan:")
        || first.startsWith("Query Text: \"");
  }

  static String toJson(String plan) throws UnreadablePlanException {
    YamlPlans yaml = new YamlPlans(plan.length());
    for (String line : plan.lines().toList()) {
      if (!line.isBlank()) {
        yaml.line(TextLine.indent(line), line.strip());
      }
    }
    yaml.settle();
    yaml.closeTo(0);
    return yaml.out.toString();
  }

  private void line(int indent, String content) throws UnreadablePlanException {
    boolean item = content.startsWith(ITEM);
    if (waiting >= 0 && indent > waiting) {
      waiting = -1;
      push(indent, item);
    } else if (open == 0) {
      push(indent, item);
    } else {
      settle();
    }
    while (open > 0 && indents[open - 1] > indent) {
      close();
    }
    if (open == 0 || indents[open - 1] != indent || lists[open - 1] != item) {
      throw malformed();
    }
    comma();
    if (!item) {
      property(indent, content);
      return;
    }
    String rest = content.substring(ITEM.length()).strip();
    if (isScalar(rest)) {
      scalar(rest);
    } else {
      push(indent + ITEM.length(), false);
      comma();
      property(indent + ITEM.length(), rest);
    }
  }

  private static boolean isScalar(String text) {
    return text.startsWith("\"") || text.startsWith("[") || text.indexOf(':') < 0;
  }

  private void property(int indent, String content) throws UnreadablePlanException {
    int colon = content.indexOf(": ");
    boolean bare = colon < 0 && content.endsWith(":");
    if (colon < 0 && !bare) {
      throw malformed();
    }
    JsonText.quote(out, content.substring(0, bare ? content.length() - 1 : colon));
    out.append(':');
    String value = bare ? "" : content.substring(colon + 2).strip();
    if (value.isEmpty()) {
      waiting = indent;
    } else {
      scalar(value);
    }
  }

  private void scalar(String text) {
    if (text.startsWith("\"") || text.startsWith("[") || JsonText.isLiteral(text)) {
      out.append(text);
    } else {
      JsonText.quote(out, text);
    }
  }

  /** A key with nothing under it is an empty list. */
  private void settle() {
    if (waiting >= 0) {
      waiting = -1;
      out.append("[]");
    }
  }

  private void comma() {
    if (used[open - 1]) {
      out.append(',');
    }
    used[open - 1] = true;
  }

  private void push(int indent, boolean list) {
    if (open == indents.length) {
      indents = Arrays.copyOf(indents, 2 * open);
      lists = Arrays.copyOf(lists, 2 * open);
      used = Arrays.copyOf(used, 2 * open);
    }
    indents[open] = indent;
    lists[open] = list;
    used[open++] = false;
    out.append(list ? '[' : '{');
  }

  private void close() {
    out.append(lists[--open] ? ']' : '}');
  }

  private void closeTo(int depth) {
    while (open > depth) {
      close();
    }
  }

  private static UnreadablePlanException malformed() {
    return new UnreadablePlanException(Reason.MALFORMED, "the plan is broken YAML");
  }
}
