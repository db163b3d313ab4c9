package io.dbintel.processors.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of MySQL, both versions of it, and of MariaDB, in one pass. MariaDB repeats names
 * within one object, each time for another node, so nothing may be looked up in an object. Not
 * thread-safe.
 */
final class MysqlJsonParser {
  private final JsonFactory factory;
  private final PlanBuilder builder;
  private final MysqlNodeParser second;
  private @Nullable String relationship;
  private boolean measured;

  MysqlJsonParser(PlanLimits limits, PlanBuilder builder) {
    this.factory = JsonPlanParser.factory(limits);
    this.builder = builder;
    this.second = new MysqlNodeParser(builder);
  }

  QueryPlan parse(String system, String plan) throws UnreadablePlanException {
    try {
      return read(system, plan);
    } catch (IOException e) {
      // Its message would show a part of the plan.
      throw new UnreadablePlanException(Reason.MALFORMED, "the plan is broken JSON");
    }
  }

  private QueryPlan read(String system, String plan) throws IOException, UnreadablePlanException {
    builder.begin();
    relationship = null;
    measured = false;
    try (JsonParser parser = factory.createParser(plan)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadablePlanException(Reason.NOT_A_PLAN, "the JSON is no plan");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (builder.nodeCount() == 0 && MysqlNodeParser.isOfNode(name)) {
          // Before 8.3 the second version has no object around its root.
          return bare(system, plan);
        }
        whole(parser, name, token);
      }
      if (parser.nextToken() != null) {
        throw new UnreadablePlanException(Reason.MALFORMED, "something follows the plan");
      }
    }
    return builder.finish(system, Format.JSON);
  }

  private QueryPlan bare(String system, String plan) throws IOException, UnreadablePlanException {
    builder.begin();
    try (JsonParser parser = factory.createParser(plan)) {
      parser.nextToken();
      second.node(parser, null);
    }
    return builder.finish(system, Format.JSON);
  }

  /** What stands around the plan. */
  private void whole(JsonParser parser, String name, JsonToken token)
      throws IOException, UnreadablePlanException {
    if (token == JsonToken.START_OBJECT && builder.nodeCount() == 0) {
      if (name.equals("query_plan")) {
        second.node(parser, null);
        return;
      }
      if (name.equals(MysqlJsonNames.QUERY_BLOCK)) {
        node(parser, MysqlJsonNames.QUERY_BLOCK_NODE);
        return;
      }
    }
    if (name.equals("query") && token == JsonToken.VALUE_STRING) {
      builder.queryText(parser.getText());
    } else if (!MysqlNodeParser.isOfStatement(name) && !MysqlJsonNames.IGNORED.contains(name)) {
      builder.unknown(name);
    }
    parser.skipChildren();
  }

  // --- the first version, and MariaDB

  /** What is known of a node only at its end. */
  private static final class Facts {
    private String operator;
    private double loops = Double.NaN;
    private double ownMillis = Double.NaN;
    private double totalMillis = Double.NaN;
    private String joinBuffer = "";
    private boolean filesort;
    private boolean temporary;
    private boolean named;

    Facts(String operator) {
      this.operator = operator;
    }
  }

  private void node(JsonParser parser, String operator)
      throws IOException, UnreadablePlanException {
    builder.openNode();
    if (relationship != null) {
      builder.word(PlanKey.PARENT_RELATIONSHIP, relationship);
      relationship = null;
    }
    Facts facts = new Facts(operator);
    content(parser, facts);
    if (facts.named && facts.operator.equals(MysqlOperators.OTHER)) {
      // MariaDB names the table that rows are put into, and says nothing else of it.
      facts.operator = MysqlOperators.INSERT;
    }
    builder.word(PlanKey.NODE_TYPE, facts.operator);
    builder.flag(PlanKey.USING_FILESORT, facts.filesort);
    builder.flag(PlanKey.USING_TEMPORARY_TABLE, facts.temporary);
    String strategy = MysqlRemarks.strategy(facts.filesort, facts.temporary, facts.joinBuffer);
    if (!strategy.isEmpty()) {
      builder.word(PlanKey.STRATEGY, strategy);
    }
    times(facts);
    builder.closeNode();
  }

  /** The union of blocks says nothing of itself, though they were executed. */
  private void times(Facts facts) {
    measured |= !Double.isNaN(facts.loops);
    if (measured && Double.isNaN(facts.loops) && builder.nodeDepth() == 1) {
      builder.number(PlanKey.ACTUAL_LOOPS, 1);
    }
    if (!Double.isNaN(facts.ownMillis) && !Double.isNaN(facts.loops)) {
      builder.number(PlanKey.OWN_TIME, facts.ownMillis);
    }
    if (facts.loops > 0 && !Double.isNaN(facts.totalMillis)) {
      builder.number(PlanKey.ACTUAL_TOTAL_TIME, facts.totalMillis / facts.loops);
    }
  }

  /** Reads the rest of an object, which is the open node's. */
  private void content(JsonParser parser, Facts facts) throws IOException, UnreadablePlanException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (token) {
        case START_OBJECT -> object(parser, name, facts);
        case START_ARRAY -> array(parser, name, facts);
        case VALUE_NULL -> {}
        default -> value(parser, name, token, facts);
      }
    }
  }

  private void object(JsonParser parser, String name, Facts facts)
      throws IOException, UnreadablePlanException {
    String operator = MysqlJsonNames.NODES.get(name);
    if (operator != null) {
      node(parser, operator);
    } else if (name.equals("table")) {
      node(parser, MysqlOperators.OTHER);
    } else if (name.equals("cost_info")) {
      content(parser, facts);
    } else if (name.equals("index_merge")) {
      facts.operator = MysqlOperators.INDEX_MERGE;
      builder.text(PlanKey.INDEX_NAME, mergedIndexes(parser));
    } else {
      skip(parser, name);
    }
  }

  /** The indexes and how they are merged, as MySQL says it: {@code intersect(by_a,by_b)}. */
  private static String mergedIndexes(JsonParser parser) throws IOException {
    StringBuilder all = new StringBuilder();
    int open = 1;
    while (open > 0 && parser.nextToken() != null) {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        token = parser.nextToken();
        if (name.equals("key") && token == JsonToken.VALUE_STRING) {
          all.append(all.length() > 0 && all.charAt(all.length() - 1) != '(' ? "," : "");
          all.append(parser.getText());
        } else if (name.equals("used_key_parts")) {
          parser.skipChildren();
          continue;
        } else if (token == JsonToken.START_ARRAY) {
          all.append(all.length() > 0 && all.charAt(all.length() - 1) != '(' ? "," : "");
          all.append(name).append('(');
        }
      } else if (token == JsonToken.END_ARRAY) {
        all.append(')');
      }
      open += token != null && token.isStructStart() ? 1 : 0;
      open -= token != null && token.isStructEnd() ? 1 : 0;
    }
    return all.toString();
  }

  private void array(JsonParser parser, String name, Facts facts)
      throws IOException, UnreadablePlanException {
    switch (name) {
      case "nested_loop" -> {
        builder.openNode();
        builder.word(PlanKey.NODE_TYPE, "Nested loop join");
        members(parser, null, new Facts("Nested loop join"));
        builder.closeNode();
      }
      case "possible_keys" -> texts(parser, PlanKey.POSSIBLE_KEYS);
      case "used_key_parts" -> texts(parser, PlanKey.USED_KEY_PARTS);
      default -> {
        String role = MysqlJsonNames.MEMBERS.get(name);
        if (role != null) {
          members(parser, role, facts);
        } else {
          skip(parser, name);
        }
      }
    }
  }

  /** Objects that stand for the nodes in them. */
  private void members(JsonParser parser, @Nullable String role, Facts facts)
      throws IOException, UnreadablePlanException {
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = parser.nextToken()) {
      if (item == JsonToken.START_OBJECT) {
        relationship = role;
        content(parser, facts);
        relationship = null;
      } else {
        parser.skipChildren();
      }
    }
  }

  private void skip(JsonParser parser, String name) throws IOException {
    if (!MysqlJsonNames.IGNORED.contains(name)) {
      builder.unknown(name);
    }
    parser.skipChildren();
  }

  private void texts(JsonParser parser, PlanKey key) throws IOException {
    builder.beginTexts();
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = parser.nextToken()) {
      if (item == JsonToken.VALUE_STRING && !MysqlNames.isGenerated(parser.getText())) {
        builder.addText(key, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    builder.endTexts(key);
  }

  private void value(JsonParser parser, String name, JsonToken token, Facts facts)
      throws IOException {
    switch (name) {
      case "access_type" -> {
        String operator = MysqlOperators.byAccessType(parser.getText());
        if (facts.operator.equals(MysqlOperators.OTHER)) {
          facts.operator = operator;
        }
        if (operator.equals(MysqlOperators.OTHER)) {
          builder.unknown(name);
        }
      }
      case "table_name" -> {
        builder.text(PlanKey.RELATION_NAME, MysqlNames.withoutNumbers(parser.getText()));
        facts.named = true;
      }
      case "key" -> builder.text(PlanKey.INDEX_NAME, MysqlNames.withoutNumbers(parser.getText()));
      case "message" -> {
        MysqlRemarks.message(builder, parser.getText());
        if (facts.operator.equals(MysqlOperators.OTHER)) {
          facts.operator = "No table";
        }
      }
      case "attached_condition", "having_condition", "original_condition" ->
          builder.text(PlanKey.FILTER, parser.getText());
      case "index_condition", "index_condition_bka" ->
          builder.text(PlanKey.INDEX_COND, parser.getText());
      case "sort_key" -> {
        builder.beginTexts();
        builder.addText(PlanKey.SORT_KEY, parser.getText());
        builder.endTexts(PlanKey.SORT_KEY);
      }
      case "const_condition" -> builder.text(PlanKey.ONE_TIME_FILTER, parser.getText());
      case "using_join_buffer", "join_type" -> {
        facts.joinBuffer = MysqlRemarks.joinBuffer(parser.getText());
        builder.text(PlanKey.JOIN_BUFFER, parser.getText());
      }
      case "first_match", "loosescan" -> builder.word(PlanKey.JOIN_TYPE, "Semi");
      case "not_exists" -> builder.word(PlanKey.JOIN_TYPE, "Anti");
      case "operation" -> builder.text(PlanKey.COMMAND, parser.getText());
      case "range_checked_for_each_record" -> facts.operator = MysqlOperators.DYNAMIC_RANGE;
      case "using_index_for_group_by" -> skipScan(MysqlOperators.GROUPING_SKIP_SCAN, facts);
      case "using_index_for_skip_scan" -> skipScan(MysqlOperators.SKIP_SCAN, facts);
      case "insert", "update", "delete", "replace" -> change(name, token, parser, facts);
      case "using_filesort" -> facts.filesort |= isTrue(parser, token);
      case "using_temporary_table" -> facts.temporary |= isTrue(parser, token);
      case "using_index" -> builder.flag(PlanKey.COVERING, isTrue(parser, token));
      case "backward_index_scan" -> {
        if (isTrue(parser, token)) {
          builder.word(PlanKey.SCAN_DIRECTION, "Backward");
        }
      }
      default -> number(parser, name, facts);
    }
  }

  private static boolean isTrue(JsonParser parser, JsonToken token) throws IOException {
    return token == JsonToken.VALUE_TRUE
        || (token == JsonToken.VALUE_NUMBER_INT && !parser.getText().equals("0"));
  }

  private void skipScan(String operator, Facts facts) {
    facts.operator = operator;
    builder.flag(PlanKey.COVERING, true);
  }

  /** Of a table that rows are put into, it is said that all of it is read, which it is not. */
  private void change(String name, JsonToken token, JsonParser parser, Facts facts)
      throws IOException {
    if (isTrue(parser, token)) {
      switch (name) {
        case "insert" -> facts.operator = MysqlOperators.INSERT;
        case "replace" -> facts.operator = MysqlOperators.REPLACE;
        case "update" -> builder.word(PlanKey.OPERATION, "Update");
        default -> builder.word(PlanKey.OPERATION, "Delete");
      }
    }
  }

  /** A number, in quotes or not; what a test suite has masked is not there. */
  private void number(JsonParser parser, String name, Facts facts) throws IOException {
    PlanKey key = MysqlNumbers.of(name);
    double value =
        Decimals.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    if (key == null) {
      if (MysqlJsonNames.OWN_TIMES.contains(name)) {
        facts.ownMillis = (Double.isNaN(facts.ownMillis) ? 0 : facts.ownMillis) + value;
      } else if (name.equals("r_total_time_ms")) {
        facts.totalMillis = value;
      } else if (name.equals("r_sort_passes")) {
        if (value > 0) {
          builder.word(PlanKey.SORT_SPACE_TYPE, "Disk");
        }
      } else if (!MysqlJsonNames.IGNORED.contains(name) && !MysqlNumbers.isIgnored(name)) {
        builder.unknown(name);
      }
    } else if (!Double.isNaN(value)) {
      builder.number(key, value);
      if (key == PlanKey.ACTUAL_LOOPS) {
        facts.loops = value;
      }
    }
  }
}
