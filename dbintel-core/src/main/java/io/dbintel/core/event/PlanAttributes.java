package io.dbintel.core.event;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import java.util.List;

/**
 * What every {@link EventTypes#QUERY_PLAN} says of where its plan is from, whoever brings it. What
 * is read out of the plan is named by the stage that reads it.
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

  /** How long the execution took whose plan this is. */
  public static final AttrKey<Double> PLAN_EXECUTION_DURATION =
      AttrKey.ofDouble(
          "dbintel.plan.execution.duration",
          "s",
          DEVELOPMENT,
          "How long the execution took whose plan this is.");

  /** All of the above, in this order. */
  public static List<AttrKey<?>> all() {
    return List.of(PLAN_SOURCE, PLAN_PROVENANCE, PLAN_EXECUTION_DURATION);
  }
}
