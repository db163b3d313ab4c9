package io.dbintel.processors.plan;

import java.util.Locale;

/**
 * Reads what MySQL's tree says of a node in one line, such as {@code Index lookup on o using
 * by_customer (customer_id=7), with index condition: (o.total > 5)}. The operator is one of a list;
 * of the rest, names are taken where they stand and everything else is read as an expression.
 */
final class MysqlOperation {
  private final PlanBuilder builder;

  MysqlOperation(PlanBuilder builder) {
    this.builder = builder;
  }

  /**
   * Says of the open node what the operation says.
   *
   * @param withNames false where the format gives names and conditions of its own
   */
  void read(String operation, boolean withNames) {
    String operator = MysqlOperators.of(operation);
    builder.word(PlanKey.NODE_TYPE, operator);
    if (operator.equals(MysqlOperators.OTHER)) {
      builder.unknown("operation");
      return;
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
    String text = name(name(rest, " on ", PlanKey.RELATION_NAME), " using ", PlanKey.INDEX_NAME);
    if (text.startsWith(" from ")) {
      text = name(text, " from ", PlanKey.RELATION_NAME);
    }
    if (text.startsWith(" over ")) {
      expression(PlanKey.INDEX_COND, text.substring(" over ".length()));
      return;
    }
    int pushed = text.indexOf(", with index condition: ");
    if (pushed >= 0) {
      expression(PlanKey.FILTER, text.substring(pushed + ", with index condition: ".length()));
      text = text.substring(0, pushed);
    }
    if (text.startsWith(": ")) {
      colon(operator, text.substring(2));
    } else if (text.startsWith(" (")) {
      PlanKey key = operator.contains("join") ? PlanKey.HASH_COND : PlanKey.INDEX_COND;
      if (operator.contains("index") || operator.contains("join")) {
        expression(key, text.substring(1));
      }
    }
  }

  private void colon(String operator, String text) {
    if (operator.equals("Filter")) {
      expression(PlanKey.FILTER, text);
    } else if (operator.startsWith("Sort")) {
      int limit = text.indexOf(", limit input to ");
      builder.beginTexts();
      builder.addText(PlanKey.SORT_KEY, limit < 0 ? text : text.substring(0, limit));
      builder.endTexts(PlanKey.SORT_KEY);
    }
  }

  /** Takes a name behind {@code word}, which may be quoted, and returns what is behind it. */
  private String name(String text, String word, PlanKey key) {
    if (!text.startsWith(word)) {
      return text;
    }
    int start = word.length();
    int end;
    String name;
    if (start < text.length() && text.charAt(start) == '`') {
      end = MysqlQuotes.endOfQuoted(text, start);
      name = text.substring(start + 1, Math.max(start + 1, end - 1)).replace("``", "`");
    } else {
      end = start;
      boolean generated = start < text.length() && text.charAt(start) == '<';
      while (end < text.length()
          && (generated ? text.charAt(end) != '>' : " ,:(".indexOf(text.charAt(end)) < 0)) {
        end++;
      }
      if (generated && end < text.length()) {
        end++;
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
