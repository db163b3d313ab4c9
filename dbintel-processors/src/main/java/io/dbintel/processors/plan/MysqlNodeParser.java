package io.dbintel.processors.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the nodes of the second version of MySQL's JSON. Its {@code operation} repeats names and
 * literals that other properties have too: only the operator is taken from it. Not thread-safe.
 */
final class MysqlNodeParser {
  private static final String INPUTS = "inputs";
  private static final String OTHER_INPUTS = "inputs_from_";

  /** Names that only a node has. */
  private static final Set<String> OF_NODE = Set.of(INPUTS, "operation", "access_type");

  private static final Set<String> OF_STATEMENT =
      Set.of("query", "query_plan", "query_type", "json_schema_version");

  /** Known, and not kept: they repeat the operation, or say what no node of ours says. */
  private static final Set<String> IGNORED =
      Set.of(
          "access_type",
          "index_access_type",
          "join_algorithm",
          "join_type",
          "join_columns",
          "semijoin_strategy",
          "filter_columns",
          "used_columns",
          "key_columns",
          "row_ids",
          "per_chunk_limit",
          "limit",
          "limit_offset",
          "functions",
          "group_by",
          "rollup",
          "aggregate",
          "cte",
          "cte_name",
          "recursive",
          "temp_table",
          "deduplication",
          "union",
          "set_operation",
          "buffering",
          "dependent",
          "cacheable",
          "subquery",
          "subquery_location",
          "run_only_once",
          "heading",
          "mrr",
          "multi_range_read",
          "extra_condition",
          "immediate_delete",
          "immediate_update",
          "insert_into",
          "table_function",
          "estimated_rows_per_loop",
          "zero_rows_cause",
          "duplicate_removal",
          "materialize_to",
          "select_number",
          "order_by",
          "limit_rows",
          "lookup_references",
          "tables",
          "cache_invalidators",
          "intersect",
          "except");

  private final PlanBuilder builder;
  private final MysqlOperation operation;

  MysqlNodeParser(PlanBuilder builder) {
    this.builder = builder;
    this.operation = new MysqlOperation(builder);
  }

  /** Whether an object with a property of that name is a node. */
  static boolean isOfNode(String name) {
    return OF_NODE.contains(name);
  }

  /** Whether it says something of the statement. */
  static boolean isOfStatement(String name) {
    return OF_STATEMENT.contains(name);
  }

  /** Reads the object that was begun, and all nodes under it. */
  void node(JsonParser parser, @Nullable String relationship)
      throws IOException, UnreadablePlanException {
    builder.openNode();
    builder.word(PlanKey.NODE_TYPE, MysqlOperators.OTHER);
    if (relationship != null) {
      builder.word(PlanKey.PARENT_RELATIONSHIP, relationship);
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        array(parser, name);
      } else if (token == JsonToken.START_OBJECT) {
        skip(parser, name);
      } else if (token != JsonToken.VALUE_NULL) {
        value(parser, name, token);
      }
    }
    builder.closeNode();
  }

  private void array(JsonParser parser, String name) throws IOException, UnreadablePlanException {
    if (name.equals(INPUTS) || name.startsWith(OTHER_INPUTS)) {
      String role = name.equals(INPUTS) ? null : "SubPlan";
      for (JsonToken item = parser.nextToken();
          item != JsonToken.END_ARRAY && item != null;
          item = parser.nextToken()) {
        if (item == JsonToken.START_OBJECT) {
          node(parser, role);
        } else {
          parser.skipChildren();
        }
      }
      return;
    }
    PlanKey key =
        switch (name) {
          case "ranges" -> PlanKey.INDEX_COND;
          case "sort_fields" -> PlanKey.SORT_KEY;
          case "group_items" -> PlanKey.GROUP_KEY;
          case "hash_condition" -> PlanKey.HASH_COND;
          default -> null;
        };
    if (key == null) {
      skip(parser, name);
    } else if (key.kind() == PlanKey.Kind.EXPRESSIONS) {
      builder.beginTexts();
      for (String text = next(parser); text != null; text = next(parser)) {
        builder.addText(key, text);
      }
      builder.endTexts(key);
    } else {
      joined(parser, key);
    }
  }

  private void joined(JsonParser parser, PlanKey key) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String text = next(parser); text != null; text = next(parser)) {
      all.append(all.isEmpty() ? "" : " OR ").append('(').append(text).append(')');
    }
    if (!all.isEmpty()) {
      builder.text(key, all.toString());
    }
  }

  /** The next text of an array; null at its end. */
  private static @Nullable String next(JsonParser parser) throws IOException {
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = parser.nextToken()) {
      if (item == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      parser.skipChildren();
    }
    return null;
  }

  private void value(JsonParser parser, String name, JsonToken token)
      throws IOException, UnreadablePlanException {
    switch (name) {
      case "operation" -> operation.read(parser.getText(), false);
      case "query" -> builder.queryText(parser.getText());
      case "table_name" ->
          builder.text(PlanKey.RELATION_NAME, MysqlNames.withoutNumbers(parser.getText()));
      case "schema_name" -> builder.text(PlanKey.SCHEMA, parser.getText());
      case "alias" -> builder.text(PlanKey.ALIAS, parser.getText());
      case "index_name" ->
          builder.text(PlanKey.INDEX_NAME, MysqlNames.withoutNumbers(parser.getText()));
      case "lookup_condition" -> builder.text(PlanKey.INDEX_COND, parser.getText());
      case "condition", "pushed_index_condition" -> builder.text(PlanKey.FILTER, parser.getText());
      case "covering" -> builder.flag(PlanKey.COVERING, token == JsonToken.VALUE_TRUE);
      case "reverse" -> {
        if (token == JsonToken.VALUE_TRUE) {
          builder.word(PlanKey.SCAN_DIRECTION, "Backward");
        }
      }
      default -> number(parser, name);
    }
  }

  private void number(JsonParser parser, String name) throws IOException {
    PlanKey key = MysqlNumbers.of(name);
    if (key == null) {
      if (!isOfStatement(name) && !IGNORED.contains(name)) {
        builder.unknown(name);
      }
      return;
    }
    double value =
        Decimals.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    if (!Double.isNaN(value)) {
      builder.number(key, value);
    }
  }

  private void skip(JsonParser parser, String name) throws IOException {
    if (!IGNORED.contains(name)) {
      builder.unknown(name);
    }
    parser.skipChildren();
  }
}
