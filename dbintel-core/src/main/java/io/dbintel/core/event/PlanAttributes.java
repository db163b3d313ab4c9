package io.dbintel.core.event;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import java.util.List;

/**
 * What more than one stage writes or reads of a {@link EventTypes#QUERY_PLAN}: where its plan is
 * from, which plan it is, and what its execution cost. What else is read out of a plan is named by
 * the stage that reads it.
 */
public final class PlanAttributes {
  private PlanAttributes() {}

  /** Who brought the plan: {@code explain}, {@code auto_explain} or the name of a plan view. */
  public static final AttrKey<String> PLAN_SOURCE =
      AttrKey.ofString("dbintel.plan.source", DEVELOPMENT, "Where the plan was read.");

  /** {@code generic}, {@code custom} or {@code executed}: {@link RawPlan.Provenance}. */
  public static final AttrKey<String> PLAN_PROVENANCE =
      AttrKey.ofString(
          "dbintel.plan.provenance", DEVELOPMENT, "How the server came to it: see RawPlan.");

  /** How long another plan may be in use before it is seen; absent if each execution is seen. */
  public static final AttrKey<Double> PLAN_RECHECK =
      AttrKey.ofDouble(
          "dbintel.plan.recheck",
          "s",
          DEVELOPMENT,
          "After how long the plan is looked at again, as configured: a change shows then.");

  /** How long whoever looks says nothing of a plan that stays the same. */
  public static final AttrKey<Double> PLAN_REPEAT =
      AttrKey.ofDouble(
          "dbintel.plan.repeat",
          "s",
          DEVELOPMENT,
          "After how long the plan is told again while it stays the same, as configured.");

  /** How long the execution took whose plan this is. */
  public static final AttrKey<Double> PLAN_EXECUTION_DURATION =
      AttrKey.ofDouble(
          "dbintel.plan.execution.duration",
          "s",
          DEVELOPMENT,
          "How long the execution took whose plan this is.");

  /** Tells the plan from others, by operators, names, conditions and keys; never by numbers. */
  public static final AttrKey<String> PLAN_FINGERPRINT =
      AttrKey.ofString(
          "dbintel.plan.fingerprint",
          DEVELOPMENT,
          "Tells the plan from others by operators, names, conditions and keys.");

  /** Tells the plan from others by its operators alone. */
  public static final AttrKey<String> PLAN_SHAPE =
      AttrKey.ofString(
          "dbintel.plan.shape",
          DEVELOPMENT,
          "Tells the plan from others by operators, kinds of joins, strategies and directions.");

  /** The nodes in words, parents before children, each indented by its depth. */
  public static final AttrKey<List<String>> PLAN_OUTLINE =
      AttrKey.ofStrings(
          "dbintel.plan.outline",
          DEVELOPMENT,
          "The first nodes in words, parents before children, indented by depth.");

  /** Rows the statement brought, if it was measured. */
  public static final AttrKey<Long> PLAN_ROWS =
      AttrKey.ofLong(
          "dbintel.plan.rows", "{row}", DEVELOPMENT, "Rows the statement brought, if measured.");

  /** Shared blocks found in the server's cache, if measured. */
  public static final AttrKey<Long> PLAN_HIT_BLOCKS =
      AttrKey.ofLong(
          "dbintel.plan.hit_blocks",
          "{block}",
          DEVELOPMENT,
          "Shared blocks found in the server's cache, if measured.");

  /** Shared blocks not found in the server's cache, if measured. */
  public static final AttrKey<Long> PLAN_READ_BLOCKS =
      AttrKey.ofLong(
          "dbintel.plan.read_blocks",
          "{block}",
          DEVELOPMENT,
          "Shared blocks not found in the server's cache, if measured.");

  /** Blocks of temporary files read and written, if measured. */
  public static final AttrKey<Long> PLAN_TEMP_BLOCKS =
      AttrKey.ofLong(
          "dbintel.plan.temp_blocks",
          "{block}",
          DEVELOPMENT,
          "Blocks of temporary files read and written, if measured.");

  /** The table of an index that does not exist and would make the plan cheaper. */
  public static final AttrKey<String> INDEX_RELATION =
      AttrKey.ofString(
          "dbintel.plan.index.relation",
          DEVELOPMENT,
          "The table of an index that does not exist and would make the plan cheaper.");

  /** Its columns. */
  public static final AttrKey<List<String>> INDEX_COLUMNS =
      AttrKey.ofStrings(
          "dbintel.plan.index.columns", DEVELOPMENT, "The columns of that index, in their order.");

  /** What the planner reckons without it. */
  public static final AttrKey<Double> INDEX_COST_BEFORE =
      AttrKey.ofDouble(
          "dbintel.plan.index.cost_before",
          "1",
          DEVELOPMENT,
          "What the planner reckons for the whole without that index, in its own unit.");

  /** What the planner reckons with it. */
  public static final AttrKey<Double> INDEX_COST_AFTER =
      AttrKey.ofDouble(
          "dbintel.plan.index.cost_after",
          "1",
          DEVELOPMENT,
          "What the planner reckons for the whole with that index, in its own unit.");

  /** All of the above, in this order. */
  public static List<AttrKey<?>> all() {
    return List.of(
        PLAN_SOURCE,
        PLAN_PROVENANCE,
        PLAN_RECHECK,
        PLAN_REPEAT,
        PLAN_EXECUTION_DURATION,
        PLAN_FINGERPRINT,
        PLAN_SHAPE,
        PLAN_OUTLINE,
        PLAN_ROWS,
        PLAN_HIT_BLOCKS,
        PLAN_READ_BLOCKS,
        PLAN_TEMP_BLOCKS,
        INDEX_RELATION,
        INDEX_COLUMNS,
        INDEX_COST_BEFORE,
        INDEX_COST_AFTER);
  }
}
