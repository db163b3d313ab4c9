package io.dbintel.processors.plan;

import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.core.sql.SqlDialect;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.Objects;

/**
 * Reads what servers print as plans, in every format, into one model, and takes the literals out as
 * it reads. The format is found out from the text: what a source says of it is not needed.
 *
 * <p>Read are PostgreSQL's JSON, be it {@code EXPLAIN}'s array, {@code auto_explain}'s object or a
 * bare node, its TEXT, YAML and XML, each also as psql, DBeaver and pgAdmin show it. Of several
 * plans, which a statement with rules has, JSON, YAML and XML give the first; TEXT is refused. Of
 * MySQL both versions of its JSON and TREE are read, of MariaDB the JSON of EXPLAIN and ANALYZE, of
 * both the traditional table, in the client's frame or one column a line.
 *
 * <p>Not thread-safe: it keeps what it needs for reading from plan to plan. Time is linear in the
 * length of the plan; memory is that of the plan's model and of the longest expression in it.
 */
public final class PlanReader {
  private final PlanLimits limits;
  private final JsonPlanParser json;
  private final TextPlanParser text;
  private final MysqlPlans mysql;

  /** A reader with {@link PlanLimits#DEFAULTS}. */
  public PlanReader() {
    this(PlanLimits.DEFAULTS);
  }

  /** A reader with limits. */
  public PlanReader(PlanLimits limits) {
    this(limits, ExpressionRedaction.of(SqlDialect.POSTGRESQL));
  }

  PlanReader(PlanLimits limits, ExpressionRedaction redaction) {
    this.limits = Objects.requireNonNull(limits, "limits");
    PlanBuilder builder = new PlanBuilder(limits, redaction);
    this.json = new JsonPlanParser(limits, builder);
    this.text = new TextPlanParser(builder);
    this.mysql = new MysqlPlans(limits);
  }

  /**
   * Reads a plan.
   *
   * @throws UnreadablePlanException if it is too large, too deep, broken or no plan at all
   */
  public QueryPlan read(RawPlan raw) throws UnreadablePlanException {
    return read(raw.system(), raw.format(), raw.text());
  }

  /**
   * Reads a plan of PostgreSQL.
   *
   * @throws UnreadablePlanException if it is too large, too deep, broken or no plan at all
   */
  public QueryPlan read(String plan) throws UnreadablePlanException {
    return read("postgresql", Format.UNKNOWN, plan);
  }

  /**
   * A frame is looked for only where a plan cannot be read as it is, so that nothing in a plan is
   * taken for one.
   */
  private QueryPlan read(String system, Format format, String plan) throws UnreadablePlanException {
    if (plan.length() > limits.maxLength()) {
      throw new UnreadablePlanException(
          Reason.TOO_LARGE,
          "the plan has %d characters, and at most %d are read"
              .formatted(plan.length(), limits.maxLength()));
    }
    boolean ofMysql = MysqlPlans.SYSTEMS.contains(system);
    if (!ofMysql && (!system.equals("postgresql") || format == Format.TABLE)) {
      throw new UnreadablePlanException(
          Reason.UNSUPPORTED, "plans of this product and format are not read");
    }
    if (plan.isBlank()) {
      throw new UnreadablePlanException(Reason.EMPTY, "the plan has no text");
    }
    if (ofMysql) {
      return mysql.read(system, plan);
    }
    try {
      return unframed(plan);
    } catch (UnreadablePlanException e) {
      String inside = PlanFrames.strip(plan);
      boolean framed = !inside.isBlank() && inside.length() != plan.length();
      if (!framed || (e.reason() != Reason.NOT_A_PLAN && e.reason() != Reason.MALFORMED)) {
        throw e;
      }
      return unframed(inside);
    }
  }

  private QueryPlan unframed(String plan) throws UnreadablePlanException {
    // What follows JSON is left to its parser: to take a line feed off would copy the whole plan.
    String content = plan.stripLeading();
    char first = content.charAt(0);
    if (first == '[' || first == '{') {
      return json.parse(content, Format.JSON);
    }
    if (first == '<') {
      return json.parse(XmlPlans.toJson(content), Format.XML);
    }
    String firstLine = content.lines().findFirst().orElse("");
    if (YamlPlans.isYaml(firstLine)) {
      return json.parse(YamlPlans.toJson(plan), Format.YAML);
    }
    return text.parse(plan, Format.TEXT);
  }
}
