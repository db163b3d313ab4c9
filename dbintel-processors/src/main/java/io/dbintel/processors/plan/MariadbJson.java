package io.dbintel.processors.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads MariaDB's JSON, in which conditions stand as SQL has them: up to 11.4 at least, quotes and
 * backslashes of a literal are not escaped as JSON wants them. So a plan may be broken JSON, or
 * JSON that says something else than the server meant: a double quote in a literal ends a string.
 *
 * <p>Two readings are tried: the text as JSON, and the text as JSON whose strings are SQL. One in
 * which a string ends inside a literal is wrong. If both are possible they must agree, else the
 * plan is refused: no literal may be shown because it was read in the wrong way. Not thread-safe.
 */
final class MariadbJson {
  private static final String SYSTEM = "mariadb";

  private final MysqlJsonParser parser;
  private final JsonFactory factory;

  MariadbJson(MysqlJsonParser parser, JsonFactory factory) {
    this.parser = parser;
    this.factory = factory;
  }

  QueryPlan parse(String plan) throws UnreadablePlanException {
    boolean escapes = plan.indexOf('\\') >= 0;
    if (!escapes && plan.indexOf('\'') < 0) {
      return parser.parse(SYSTEM, plan);
    }
    QueryPlan asJson = isBalanced(plan) ? parser.parse(SYSTEM, plan) : null;
    if (asJson != null && !escapes) {
      // Without a backslash the other reading is the same.
      return asJson;
    }
    QueryPlan asSql = asSql(plan);
    if (asSql == null || (asJson != null && !isSame(asJson, asSql))) {
      throw new UnreadablePlanException(
          asJson == null ? Reason.MALFORMED : Reason.UNBALANCED,
          asJson == null ? "the plan is broken JSON" : "literals of the plan can be read two ways");
    }
    return asSql;
  }

  private @Nullable QueryPlan asSql(String plan) throws UnreadablePlanException {
    String escaped = escaped(plan);
    return escaped != null && isBalanced(escaped) ? parser.parse(SYSTEM, escaped) : null;
  }

  private static boolean isSame(QueryPlan one, QueryPlan other) {
    return PlanTree.toJson(one, Integer.MAX_VALUE)
        .equals(PlanTree.toJson(other, Integer.MAX_VALUE));
  }

  /** Whether it is JSON of which no string ends inside a literal or a quoted name. */
  private boolean isBalanced(String plan) {
    try (JsonParser tokens = factory.createParser(plan)) {
      for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
        boolean text = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
        if (text && openAfter(tokens.getText()) != 0) {
          return false;
        }
      }
      return true;
    } catch (IOException broken) {
      return false;
    }
  }

  /** A double quote is no quote in what MariaDB prints. */
  private static char openAfter(String sql) {
    char open = 0;
    for (int i = 0; i < sql.length(); i++) {
      open = step(sql, i, open);
      if (open == '\'' && sql.charAt(i) == '\\') {
        i++;
      }
    }
    return open;
  }

  private static char step(String sql, int i, char open) {
    char c = sql.charAt(i);
    if (open == 0) {
      return c == '\'' || c == '`' ? c : 0;
    }
    return c == open ? 0 : open;
  }

  /**
   * The plan with the strings in it escaped as JSON wants them, each taken to end at the first
   * double quote that is in no literal and no quoted name; null if one never ends.
   */
  private static @Nullable String escaped(String plan) {
    StringBuilder json = new StringBuilder(plan.length() + 16);
    boolean inside = false;
    char open = 0;
    for (int i = 0; i < plan.length(); i++) {
      char c = plan.charAt(i);
      if (!inside) {
        inside = c == '"';
        json.append(c);
      } else if (c == '"' && open == 0) {
        inside = false;
        json.append(c);
      } else {
        escape(c, json);
        if (c == '\\' && open == '\'' && i + 1 < plan.length()) {
          i++;
          escape(plan.charAt(i), json);
        } else {
          open = step(plan, i, open);
        }
      }
    }
    return inside ? null : json.toString();
  }

  private static void escape(char c, StringBuilder json) {
    if (c == '"' || c == '\\') {
      json.append('\\').append(c);
    } else if (c < ' ') {
      // A line feed of a literal, which SQL may have as it is.
      json.append(' ');
    } else {
      json.append(c);
    }
  }
}
