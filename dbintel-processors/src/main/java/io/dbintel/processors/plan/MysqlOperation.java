package io.dbintel.processors.plan;

import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.List;
import java.util.Locale;

/**
 * Reads what MySQL's tree says of a node in one line, such as {@code Index lookup on o using
 * by_customer (customer_id=7), with index condition: (o.total > 5)}. The operator is one of a list;
 * of the rest, names are taken where they stand and everything else is read as an expression.
 */
final class MysqlOperation {
  private static final String NO_PLAN = "<not executable";
  private static final String RE_PLANNED = "(re-planned for each iteration)";
  private static final String MULTI_RANGE = " (Multi-Range Read)";
  private static final String REVERSE = " (reverse)";
  private static final String PUSHED = ", with index condition: ";
  private static final List<String> BEHIND_TABLE = List.of(" using ", " over ", " (", ", ", ": ");
  private static final List<String> BEHIND_CHANGED = List.of(" (buffered)", " (immediate)", ", ");
  private static final List<String> BEHIND_INDEX = List.of(" over ", " (", PUSHED);

  private final PlanBuilder builder;

  MysqlOperation(PlanBuilder builder) {
    this.builder = builder;
  }

  /**
   * Says of the open node what the operation says.
   *
   * @param withNames false where the format gives names and conditions of its own
   * @throws UnreadablePlanException if the server says that it has no plan to show
   */
  void read(String operation, boolean withNames) throws UnreadablePlanException {
    if (operation.startsWith(NO_PLAN)) {
      throw new UnreadablePlanException(
          Reason.NOT_A_PLAN, "the server has no plan of the statement in this format");
    }
    String operator = MysqlOperators.of(operation);
    boolean again = operation.endsWith(RE_PLANNED);
    builder.word(
        PlanKey.NODE_TYPE,
        again ? MysqlOperators.DYNAMIC_RANGE : MysqlOperators.withoutCovering(operator));
    if (operator.equals(MysqlOperators.OTHER)) {
      builder.unknown("operation");
      return;
    }
    if (MysqlOperators.isCovering(operator)) {
      builder.flag(PlanKey.COVERING, true);
    }
    joinType(operator);
    if (withNames) {
      rest(operator, operation.substring(operator.length()));
    }
  }

  private void joinType(String operator) {
    String lower = operator.toLowerCase(Locale.ROOT);
    if (lower.contains("join")) {
      String type =
          lower.contains("semijoin")
              ? "Semi"
              : lower.contains("antijoin") ? "Anti" : lower.contains("left") ? "Left" : "Inner";
      builder.word(PlanKey.JOIN_TYPE, type);
    }
  }

  private void rest(String operator, String rest) {
    String text = rest.startsWith(MULTI_RANGE) ? rest.substring(MULTI_RANGE.length()) : rest;
    if (changes(operator, text)) {
      return;
    }
    if (operator.equals("Table scan")) {
      // Names are printed without quotes, and nothing follows this one.
      String unused = name(text, " on ", List.of(), PlanKey.RELATION_NAME);
      return;
    }
    if (text.endsWith(REVERSE)) {
      builder.word(PlanKey.SCAN_DIRECTION, "Backward");
      text = text.substring(0, text.length() - REVERSE.length());
    }
    text = name(text, " on ", BEHIND_TABLE, PlanKey.RELATION_NAME);
    text = name(text, " using ", BEHIND_INDEX, PlanKey.INDEX_NAME);
    int pushed = MysqlQuotes.find(text, PUSHED);
    if (pushed >= 0) {
      expression(PlanKey.FILTER, text.substring(pushed + PUSHED.length()));
      text = text.substring(0, pushed);
    }
    if (text.startsWith(" over ")) {
      expression(PlanKey.INDEX_COND, text.substring(" over ".length()));
      return;
    }
    if (text.startsWith(": ")) {
      colon(operator, text.substring(2));
    } else if (text.startsWith(" (")) {
      PlanKey key = operator.contains("join") ? PlanKey.HASH_COND : PlanKey.INDEX_COND;
      boolean remark = text.equals(" (no condition)") || text.endsWith(RE_PLANNED);
      boolean index = operator.startsWith("Index") || operator.contains("index");
      if (!remark && (index || operator.contains("join"))) {
        expression(key, text.substring(1));
      }
    }
  }

  /** Whether it is a node that changes a table, whose name is then said. */
  private boolean changes(String operator, String rest) {
    String word =
        switch (operator) {
          case "Insert", "Replace" -> " into ";
          case "Delete" -> " from ";
          case "Update" -> " ";
          default -> "";
        };
    if (word.isEmpty()) {
      return false;
    }
    String unused = name(rest, word, BEHIND_CHANGED, PlanKey.RELATION_NAME);
    return true;
  }

  private void colon(String operator, String text) {
    if (operator.equals("Filter")) {
      expression(PlanKey.FILTER, text);
    } else if (operator.startsWith("Sort")) {
      int limit = MysqlQuotes.find(text, ", limit input to ");
      builder.beginTexts();
      builder.addText(PlanKey.SORT_KEY, limit < 0 ? text : text.substring(0, limit));
      builder.endTexts(PlanKey.SORT_KEY);
    }
  }

  /**
   * Takes a name behind {@code word}, and returns what is behind it. Names are printed as they are,
   * so one ends where the first of what may follow begins.
   */
  private String name(String text, String word, List<String> followers, PlanKey key) {
    if (!text.startsWith(word)) {
      return text;
    }
    int start = word.length();
    int end = text.length();
    String name;
    if (text.startsWith("`", start)) {
      end = MysqlQuotes.endOfQuoted(text, start);
      name = text.substring(start + 1, Math.max(start + 1, end - 1)).replace("``", "`");
    } else {
      for (String follower : followers) {
        int at = text.indexOf(follower, start);
        end = at < 0 ? end : Math.min(end, at);
      }
      name = text.substring(start, end);
    }
    if (!name.isEmpty()) {
      builder.text(key, MysqlNames.withoutNumbers(name));
    }
    return text.substring(end);
  }

  private void expression(PlanKey key, String text) {
    if (!text.isBlank()) {
      builder.text(key, text);
    }
  }
}
