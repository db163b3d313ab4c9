package io.dbintel.processors.plan;

import io.dbintel.core.sql.SqlDialect;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the plans of MySQL and MariaDB, whatever they are written in. Not thread-safe. */
final class MysqlPlans {
  /** The products, as {@code db.system.name} has them. */
  static final Set<String> SYSTEMS = Set.of("mysql", "mariadb");

  private static final Pattern SUBQUERY = Pattern.compile("(?:select|subquery)\\s?#\\d+");
  private static final String CLIENT_LABEL = "EXPLAIN: ";

  private final MysqlJsonParser json;
  private final MariadbJson mariadb;
  private final MysqlTreeParser tree;
  private final MysqlTableParser table;

  MysqlPlans(PlanLimits limits) {
    PlanBuilder builder = new PlanBuilder(limits, redaction());
    this.json = new MysqlJsonParser(limits, builder);
    this.mariadb = new MariadbJson(json, JsonPlanParser.factory(limits));
    this.tree = new MysqlTreeParser(builder);
    this.table = new MysqlTableParser(builder);
  }

  private static ExpressionRedaction redaction() {
    ExpressionRedaction lexer = ExpressionRedaction.of(SqlDialect.MYSQL);
    return text -> lexer.redact(withSubqueriesNamed(text));
  }

  /**
   * Subqueries stand in conditions as {@code (select #2)}, where everything behind the sign would
   * be a comment. Their numbers come from where they stand in the statement.
   */
  private static CharSequence withSubqueriesNamed(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '#') {
        return SUBQUERY.matcher(text).replaceAll("subquery");
      }
    }
    return text;
  }

  QueryPlan read(String system, String plan) throws UnreadablePlanException {
    String content = inside(plan.stripLeading());
    if (content.startsWith("{")) {
      return system.equals("mariadb") ? mariadb.parse(content) : json.parse(system, content);
    }
    if (MysqlTreeParser.isTree(content)) {
      return tree.parse(system, content);
    }
    if (MysqlTableParser.isTable(content)) {
      return table.parse(system, content);
    }
    throw new UnreadablePlanException(
        Reason.NOT_A_PLAN, "the text is neither JSON nor a tree nor the table of EXPLAIN");
  }

  /** A plan as the client prints it with one column a line, without what the client adds. */
  private static String inside(String text) {
    int label = text.indexOf(CLIENT_LABEL);
    if (!text.startsWith("***") && label != 0) {
      return text;
    }
    int next = label + CLIENT_LABEL.length();
    boolean plan = label >= 0 && (text.startsWith("{", next) || text.startsWith("-> ", next));
    return plan ? text.substring(next) : text;
  }
}
