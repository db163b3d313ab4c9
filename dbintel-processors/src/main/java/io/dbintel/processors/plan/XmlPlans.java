package io.dbintel.processors.plan;

import io.dbintel.processors.plan.PlanKey.Kind;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes PostgreSQL's XML as the JSON that says the same. The server prints elements without
 * attributes but on the outermost, and four entities; nothing else is read, so no document type, no
 * entity of one's own, and no file. Control characters, which the server prints although XML has
 * none, are taken as they are. Good for one plan.
 */
final class XmlPlans {
  private static final Map<String, PlanKey> TAGS = tags();

  private final String xml;
  private final StringBuilder out;
  private int position;

  private String[] names = new String[64];
  private boolean[] lists = new boolean[64];
  private boolean[] used = new boolean[64];
  private int[] groups = new int[64];
  private int open;

  private XmlPlans(String xml) {
    this.xml = xml;
    this.out = new StringBuilder(xml.length());
  }

  private static Map<String, PlanKey> tags() {
    Map<String, PlanKey> tags = new HashMap<>();
    for (PlanKey key : PlanKey.values()) {
      tags.put(key.text().replace(' ', '-').replace('/', '-'), key);
    }
    return tags;
  }

  static String toJson(String plan) throws UnreadablePlanException {
    return new XmlPlans(plan).read();
  }

  private String read() throws UnreadablePlanException {
    while (true) {
      skipSpace();
      if (position == xml.length()) {
        break;
      }
      if (xml.charAt(position) != '<') {
        throw malformed();
      }
      int end = xml.indexOf('>', position);
      if (end < 0 || xml.startsWith("<!", position)) {
        throw malformed();
      }
      String tag = xml.substring(position + 1, end);
      position = end + 1;
      if (tag.startsWith("/")) {
        close(tag.substring(1).strip());
      } else if (!tag.startsWith("?")) {
        begin(tag);
      }
    }
    if (open > 0 || out.isEmpty()) {
      throw malformed();
    }
    return out.toString();
  }

  private void begin(String tag) throws UnreadablePlanException {
    boolean empty = tag.endsWith("/");
    String name = (empty ? tag.substring(0, tag.length() - 1) : tag).strip();
    if (open == 0) {
      if (!out.isEmpty() || !name.startsWith("explain")) {
        throw malformed();
      }
      skipSpace();
      push("explain", xml.startsWith("<Query>", position));
      return;
    }
    boolean inList = lists[open - 1];
    PlanKey key = keyOf(name);
    if (used[open - 1]) {
      out.append(',');
    }
    used[open - 1] = true;
    if (!inList) {
      JsonText.quote(out, key == null ? name : key.text());
      out.append(':');
    }
    boolean list = isList(name, key, inList);
    if (empty) {
      out.append(list ? "[]" : "\"\"");
    } else if (list || hasChildren()) {
      push(name, list);
    } else {
      leaf(name, key);
    }
  }

  /**
   * What an element is. Those of incremental sorts do not say which groups they are: the first are
   * those of full sorts. Nor do they say what space they are: the first is memory.
   */
  private @Nullable PlanKey keyOf(String name) {
    if (name.equals("Incremental-Sort-Groups")) {
      return groups[open - 1]++ == 0 ? PlanKey.FULL_SORT_GROUPS : PlanKey.PRE_SORTED_GROUPS;
    }
    if (name.equals("Sort-Space")) {
      return groups[open - 1]++ == 0 ? PlanKey.SORT_SPACE_MEMORY : PlanKey.SORT_SPACE_DISK;
    }
    return TAGS.get(name);
  }

  private boolean isList(String name, @Nullable PlanKey key, boolean inList) {
    if (inList) {
      // A list in a list is a set of keys.
      return name.equals("Group-Key") || name.equals("Hash-Key");
    }
    if (key == null) {
      return false;
    }
    Kind kind = key.kind();
    return switch (kind) {
      case EXPRESSIONS, NAMES, GROUPS, NODES, MERGED -> true;
      default -> false;
    };
  }

  private boolean hasChildren() {
    int next = position;
    while (next < xml.length() && Character.isWhitespace(xml.charAt(next))) {
      next++;
    }
    return xml.startsWith("<", next) && !xml.startsWith("</", next);
  }

  private void leaf(String name, @Nullable PlanKey key) throws UnreadablePlanException {
    int end = xml.indexOf('<', position);
    if (end < 0 || !xml.startsWith("</" + name + ">", end)) {
      throw malformed();
    }
    String text = unescaped(xml.substring(position, end));
    position = end + name.length() + 3;
    boolean literal =
        key != null
            && switch (key.kind()) {
              case NUMBER, COUNT, FLAG, IDENTIFIER -> JsonText.isLiteral(text);
              default -> false;
            };
    if (literal) {
      out.append(text);
    } else {
      JsonText.quote(out, text);
    }
  }

  private static String unescaped(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x0d;", "\r")
        .replace("&#x0D;", "\r")
        .replace("&amp;", "&");
  }

  private void push(String name, boolean list) {
    if (open == names.length) {
      names = Arrays.copyOf(names, 2 * open);
      lists = Arrays.copyOf(lists, 2 * open);
      used = Arrays.copyOf(used, 2 * open);
      groups = Arrays.copyOf(groups, 2 * open);
    }
    names[open] = name;
    lists[open] = list;
    groups[open] = 0;
    used[open++] = false;
    out.append(list ? '[' : '{');
  }

  private void close(String name) throws UnreadablePlanException {
    if (open == 0 || !names[open - 1].equals(name)) {
      throw malformed();
    }
    out.append(lists[--open] ? ']' : '}');
  }

  private void skipSpace() {
    while (position < xml.length() && Character.isWhitespace(xml.charAt(position))) {
      position++;
    }
  }

  private static UnreadablePlanException malformed() {
    return new UnreadablePlanException(Reason.MALFORMED, "the plan is broken XML");
  }
}
