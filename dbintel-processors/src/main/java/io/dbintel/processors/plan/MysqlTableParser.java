package io.dbintel.processors.plan;

import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the rows of the traditional EXPLAIN and of MariaDB's ANALYZE: in the client's frame, behind
 * one another with tabs between, or one column a line. The rows become the nodes under one root, in
 * the order in which the server joins them. Not thread-safe.
 */
final class MysqlTableParser {
  private static final int MAX_ROWS = 4096;
  private static final String BUFFER = "Using join buffer (";

  private final PlanBuilder builder;

  MysqlTableParser(PlanBuilder builder) {
    this.builder = builder;
  }

  /** Whether a text has the columns of a traditional EXPLAIN. */
  static boolean isTable(String text) {
    return text.contains("select_type") && text.contains("Extra");
  }

  QueryPlan parse(String system, String text) throws UnreadablePlanException {
    List<Map<String, String>> rows = text.contains("***") ? vertical(text) : table(text);
    if (rows.isEmpty()) {
      throw new UnreadablePlanException(Reason.NOT_A_PLAN, "the table has no rows of a plan");
    }
    builder.begin();
    builder.openNode();
    builder.word(PlanKey.NODE_TYPE, "Query block");
    for (Map<String, String> row : rows) {
      builder.openNode();
      row.forEach(this::cell);
      builder.word(PlanKey.NODE_TYPE, operator(row));
      if (!row.containsKey("type") && row.containsKey("Extra")) {
        MysqlRemarks.message(builder, row.getOrDefault("Extra", ""));
      }
      builder.closeNode();
    }
    builder.closeNode();
    return builder.finish(system, Format.TABLE);
  }

  private static List<Map<String, String>> vertical(String text) throws UnreadablePlanException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String content = line.strip();
      int colon = content.indexOf(':');
      if (content.startsWith("***")) {
        rows.add(new LinkedHashMap<>());
      } else if (colon > 0 && !rows.isEmpty()) {
        put(rows.get(rows.size() - 1), content.substring(0, colon), content.substring(colon + 1));
      }
      bound(rows);
    }
    return rows;
  }

  private static List<Map<String, String>> table(String text) throws UnreadablePlanException {
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> columns = List.of();
    for (String line : text.lines().toList()) {
      List<String> cells = cells(line);
      if (columns.isEmpty()) {
        if (cells.contains("select_type")) {
          columns = cells;
        }
      } else if (cells.size() == columns.size()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
          put(row, columns.get(i), cells.get(i));
        }
        rows.add(row);
        bound(rows);
      }
    }
    return rows;
  }

  private static void bound(List<?> rows) throws UnreadablePlanException {
    if (rows.size() > MAX_ROWS) {
      throw new UnreadablePlanException(
          Reason.TOO_LARGE, "the plan has more than " + MAX_ROWS + " rows");
    }
  }

  private static List<String> cells(String line) {
    String content = line.strip();
    if (content.isEmpty() || content.startsWith("+-")) {
      return List.of();
    }
    boolean framed = content.startsWith("|") && content.endsWith("|") && content.length() > 1;
    String inside = framed ? content.substring(1, content.length() - 1) : line;
    List<String> cells = new ArrayList<>();
    for (String cell : inside.split(framed || !line.contains("\t") ? "\\|" : "\t", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  private static void put(Map<String, String> row, String column, String value) {
    String content = value.strip();
    if (!content.isEmpty() && !content.equals("NULL")) {
      row.put(column.strip(), content);
    }
  }

  /** Of a table that rows are put into, the type says that all of it is read, which it is not. */
  private String operator(Map<String, String> row) {
    String extra = row.getOrDefault("Extra", "");
    switch (row.getOrDefault("select_type", "")) {
      case "INSERT" -> {
        return MysqlOperators.INSERT;
      }
      case "REPLACE" -> {
        return MysqlOperators.REPLACE;
      }
      default -> {}
    }
    if (extra.contains("Range checked for each record")) {
      return MysqlOperators.DYNAMIC_RANGE;
    }
    if (extra.contains("Using index for group-by")) {
      return MysqlOperators.GROUPING_SKIP_SCAN;
    }
    if (extra.contains("Using index for skip scan")) {
      return MysqlOperators.SKIP_SCAN;
    }
    String type = row.getOrDefault("type", "NULL");
    String operator = MysqlOperators.byAccessType(withoutFilter(type));
    if (operator.equals(MysqlOperators.OTHER)) {
      builder.unknown("type");
    }
    return operator;
  }

  /** MariaDB says behind a stroke by which other index it filters the rows beforehand. */
  private static String withoutFilter(String value) {
    int stroke = value.indexOf('|');
    return stroke < 0 ? value : value.substring(0, stroke);
  }

  private void cell(String column, String value) {
    switch (column.toLowerCase(Locale.ROOT)) {
      case "id", "partitions", "key_len", "ref", "type" -> {}
      case "select_type" -> builder.text(PlanKey.SELECT_TYPE, value);
      case "table" -> builder.text(PlanKey.RELATION_NAME, MysqlNames.withoutNumbers(value));
      case "possible_keys" -> {
        builder.beginTexts();
        for (String key : value.split(",", -1)) {
          if (!MysqlNames.isGenerated(key.strip())) {
            builder.addText(PlanKey.POSSIBLE_KEYS, key.strip());
          }
        }
        builder.endTexts(PlanKey.POSSIBLE_KEYS);
      }
      case "key" ->
          builder.text(PlanKey.INDEX_NAME, MysqlNames.withoutNumbers(withoutFilter(value)));
      case "rows" -> number(PlanKey.PLAN_ROWS, value.split(" ", 2)[0]);
      case "r_rows" -> number(PlanKey.ACTUAL_ROWS, value);
      case "r_filtered" -> number(PlanKey.ACTUAL_FILTERED, value);
      case "filtered" -> number(PlanKey.FILTERED, value);
      case "extra" -> extra(value);
      default -> builder.unknown(column);
    }
  }

  private void number(PlanKey key, String value) {
    char[] characters = value.toCharArray();
    double number = Decimals.parse(characters, 0, characters.length);
    if (!Double.isNaN(number)) {
      builder.number(key, number);
    }
  }

  private void extra(String value) {
    boolean covering = false;
    String joinBuffer = "";
    for (String part : value.split(";", -1)) {
      String remark = part.strip();
      covering |= remark.equals("Using index") || remark.startsWith("Using index for ");
      if (remark.startsWith(BUFFER)) {
        int end = remark.indexOf(')');
        String words = remark.substring(BUFFER.length(), end < 0 ? remark.length() : end);
        // MariaDB says before it whether the buffer holds what the one before it does.
        String algorithm = words.substring(words.lastIndexOf(',') + 1).strip();
        builder.text(PlanKey.JOIN_BUFFER, algorithm);
        joinBuffer = MysqlRemarks.joinBuffer(algorithm.replace(" join", ""));
      } else if (remark.startsWith("Not exists")) {
        builder.word(PlanKey.JOIN_TYPE, "Anti");
      } else if (remark.startsWith("FirstMatch") || remark.startsWith("LooseScan")) {
        builder.word(PlanKey.JOIN_TYPE, "Semi");
      } else if (!MysqlRemarks.isKnown(remark)) {
        builder.unknown("Extra");
      }
    }
    builder.flag(PlanKey.COVERING, covering);
    boolean filesort = value.contains("Using filesort");
    boolean temporary = value.contains("Using temporary");
    builder.flag(PlanKey.USING_FILESORT, filesort);
    builder.flag(PlanKey.USING_TEMPORARY_TABLE, temporary);
    String strategy = MysqlRemarks.strategy(filesort, temporary, joinBuffer);
    if (!strategy.isEmpty()) {
      builder.word(PlanKey.STRATEGY, strategy);
    }
  }
}
