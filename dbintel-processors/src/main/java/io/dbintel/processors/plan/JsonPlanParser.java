package io.dbintel.processors.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's JSON in one pass over Jackson's tokens: {@code EXPLAIN}'s array, {@code
 * auto_explain}'s object, or a bare node. Of an array of several plans, which a statement with
 * rules gives, it reads the first. Not thread-safe.
 */
final class JsonPlanParser {
  /** No server nests groups deeper than three. */
  private static final int MAX_GROUP_DEPTH = 8;

  private final JsonFactory factory;
  private final PlanBuilder builder;
  private int groupDepth;

  JsonPlanParser(PlanLimits limits, PlanBuilder builder) {
    this.builder = builder;
    this.factory = factory(limits);
  }

  /** What makes parsers that take no more than the limits allow. */
  static JsonFactory factory(PlanLimits limits) {
    return new JsonFactoryBuilder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(2 * limits.maxDepth() + 32)
                .maxStringLength(limits.maxLength())
                .maxDocumentLength(limits.maxLength())
                .maxNumberLength(64)
                .maxNameLength(1024)
                .build())
        .build();
  }

  QueryPlan parse(String plan, Format format) throws UnreadablePlanException {
    try {
      QueryPlan wrapped = parse(plan, format, false);
      return wrapped != null ? wrapped : bare(plan, format);
    } catch (IOException e) {
      // Its message would show a part of the plan.
      throw new UnreadablePlanException(Reason.MALFORMED, "the plan is broken JSON");
    }
  }

  private QueryPlan bare(String plan, Format format) throws IOException, UnreadablePlanException {
    QueryPlan node = parse(plan, format, true);
    if (node == null) {
      throw new UnreadablePlanException(Reason.NOT_A_PLAN, "the JSON is no plan");
    }
    return node;
  }

  /** The plan, or null if it is a bare node and was not read as one. */
  private @Nullable QueryPlan parse(String plan, Format format, boolean bareNode)
      throws IOException, UnreadablePlanException {
    builder.begin();
    groupDepth = 0;
    try (JsonParser parser = factory.createParser(plan)) {
      JsonToken token = parser.nextToken();
      boolean array = token == JsonToken.START_ARRAY;
      if (array) {
        token = parser.nextToken();
      }
      if (token != JsonToken.START_OBJECT) {
        throw new UnreadablePlanException(Reason.NOT_A_PLAN, "the JSON is no plan");
      }
      if (bareNode) {
        node(parser);
      } else if (!whole(parser)) {
        return null;
      }
      if (array) {
        toEndOfArray(parser);
      }
      if (parser.nextToken() != null) {
        throw new UnreadablePlanException(Reason.MALFORMED, "something follows the plan");
      }
    }
    return builder.finish("postgresql", format);
  }

  private static void toEndOfArray(JsonParser parser) throws IOException {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY && token != null;
        token = parser.nextToken()) {
      parser.skipChildren();
    }
  }

  /** Reads the object around a plan; false if it is a node itself. */
  private boolean whole(JsonParser parser) throws IOException, UnreadablePlanException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      PlanKey key = PlanKey.of(name);
      JsonToken token = parser.nextToken();
      if (key == PlanKey.PLAN && token == JsonToken.START_OBJECT && builder.nodeCount() == 0) {
        node(parser);
      } else if (key == PlanKey.NODE_TYPE || key == PlanKey.PLANS) {
        return false;
      } else if (key == PlanKey.QUERY_TEXT && token == JsonToken.VALUE_STRING) {
        builder.queryText(parser.getText());
      } else {
        property(parser, key, name, token);
      }
    }
    return true;
  }

  /** Reads a node and all under it, with no stack but Jackson's. */
  private void node(JsonParser parser) throws IOException, UnreadablePlanException {
    int open = 0;
    JsonToken token = JsonToken.START_OBJECT;
    do {
      switch (token) {
        case FIELD_NAME -> nodeProperty(parser);
        case START_OBJECT -> {
          builder.openNode();
          open++;
        }
        case END_OBJECT -> {
          builder.closeNode();
          open--;
        }
        case END_ARRAY -> {}
        default -> throw new UnreadablePlanException(Reason.NOT_A_PLAN, "a value is no node");
      }
      if (open > 0) {
        token = parser.nextToken();
        if (token == null) {
          throw new UnreadablePlanException(Reason.MALFORMED, "the plan breaks off");
        }
      }
    } while (open > 0);
  }

  private void nodeProperty(JsonParser parser) throws IOException, UnreadablePlanException {
    String name = parser.currentName();
    PlanKey key = PlanKey.of(name);
    JsonToken token = parser.nextToken();
    // The elements of an array of nodes are met by the caller.
    if (key != PlanKey.PLANS || token != JsonToken.START_ARRAY) {
      property(parser, key, name, token);
    }
  }

  private void property(JsonParser parser, @Nullable PlanKey key, String name, JsonToken token)
      throws IOException {
    boolean understood = key != null && groupDepth < MAX_GROUP_DEPTH && read(parser, key, token);
    if (!understood && token != JsonToken.VALUE_NULL) {
      builder.unknown(name);
    }
    if (token.isStructStart() && parser.currentToken() == token) {
      parser.skipChildren();
    }
  }

  private boolean read(JsonParser parser, PlanKey key, JsonToken token) throws IOException {
    return switch (key.kind()) {
      case NUMBER, COUNT -> number(parser, key, token);
      case FLAG -> flag(key, token);
      case WORD, NAME, EXPRESSION, IDENTIFIER -> text(parser, key, token);
      case NAMES, EXPRESSIONS -> texts(parser, key, token);
      case GROUP -> group(parser, key, token);
      case GROUPS -> groups(parser, key, token);
      case MERGED -> merged(parser, token);
      case SETTINGS -> settings(parser, token);
      case HIDDEN -> true;
      case NODE, NODES -> false;
    };
  }

  private boolean number(JsonParser parser, PlanKey key, JsonToken token) throws IOException {
    if (token.isNumeric()) {
      double value =
          Decimals.parse(
              parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      builder.number(key, value);
      return true;
    }
    if (key == PlanKey.GENERATION && token == JsonToken.START_OBJECT) {
      generation(parser);
      return true;
    }
    return flag(key, token);
  }

  /** Since 17 the time of generating code has a part. */
  private void generation(JsonParser parser) throws IOException {
    groupDepth++;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      PlanKey key = PlanKey.of(name);
      property(parser, key == PlanKey.TOTAL ? PlanKey.GENERATION : key, name, parser.nextToken());
    }
    groupDepth--;
  }

  private boolean flag(PlanKey key, JsonToken token) {
    if (!token.isBoolean()) {
      return false;
    }
    builder.flag(key, token == JsonToken.VALUE_TRUE);
    return true;
  }

  private boolean text(JsonParser parser, PlanKey key, JsonToken token) throws IOException {
    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      builder.text(key, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      return true;
    }
    return false;
  }

  /** A list of texts; lists in it, which are grouping sets, become one text each. */
  private boolean texts(JsonParser parser, PlanKey key, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      builder.beginTexts();
      addText(parser, key);
      builder.endTexts(key);
      return true;
    }
    if (token != JsonToken.START_ARRAY) {
      return false;
    }
    builder.beginTexts();
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = parser.nextToken()) {
      if (item == JsonToken.START_ARRAY) {
        builder.addText(key, joined(parser));
      } else if (item.isScalarValue()) {
        addText(parser, key);
      } else {
        parser.skipChildren();
      }
    }
    builder.endTexts(key);
    return true;
  }

  private void addText(JsonParser parser, PlanKey key) throws IOException {
    builder.addText(
        key, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  private static String joined(JsonParser parser) throws IOException {
    StringBuilder all = new StringBuilder();
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = parser.nextToken()) {
      if (item.isScalarValue()) {
        all.append(all.isEmpty() ? "" : ", ").append(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return all.isEmpty() ? "()" : all.toString();
  }

  /** Of a group without properties YAML and XML do not tell that it is one. */
  private static boolean isEmpty(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      return token == JsonToken.VALUE_STRING && parser.getText().isBlank();
    }
    boolean empty = true;
    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
      empty = false;
      parser.skipChildren();
    }
    return empty;
  }

  private boolean group(JsonParser parser, PlanKey key, JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      return isEmpty(parser, token);
    }
    builder.group(key, facts(parser));
    return true;
  }

  private boolean groups(JsonParser parser, PlanKey key, JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      return false;
    }
    List<PlanFacts> groups = new ArrayList<>();
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = parser.nextToken()) {
      if (item == JsonToken.START_OBJECT) {
        groups.add(facts(parser));
      } else {
        parser.skipChildren();
      }
    }
    builder.groups(key, groups);
    return true;
  }

  private PlanFacts facts(JsonParser parser) throws IOException {
    builder.openGroup();
    properties(parser);
    return builder.closeGroup();
  }

  private void properties(JsonParser parser) throws IOException {
    groupDepth++;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      property(parser, PlanKey.of(name), name, parser.nextToken());
    }
    groupDepth--;
  }

  private boolean merged(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      return false;
    }
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = parser.nextToken()) {
      if (item == JsonToken.START_OBJECT) {
        properties(parser);
      } else {
        parser.skipChildren();
      }
    }
    return true;
  }

  private boolean settings(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      return isEmpty(parser, token);
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken().isScalarValue()) {
        builder.setting(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return true;
  }
}
