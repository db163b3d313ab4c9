package io.dbintel.processors.regression;

import io.dbintel.core.event.Priority;

/** What is found of a statement's plans. */
enum FindingKind {
  PLAN_CHANGED(0, "plan_changed", Priority.IMPORTANT, ""),
  PLAN_REGRESSION(
      1,
      "plan_regression",
      Priority.FINDING,
      "Compare the two plans: look for an index that is gone or not used any more, for statistics"
          + " that are old (ANALYZE), and for settings that changed."),
  PLAN_IMPROVEMENT(2, "plan_improvement", Priority.NORMAL, ""),
  SAME_PLAN_SLOWER(
      3,
      "same_plan_slower",
      Priority.FINDING,
      "The plan is the same: look at what moved. More rows or blocks mean more or more scattered"
          + " data; reads mean a cache that is too small or cold; time alone means locks, I/O or a"
          + " busy server."),
  PLAN_FLAPPING(
      4,
      "plan_flapping",
      Priority.FINDING,
      "The server goes to and fro between plans that it takes for nearly equal: better statistics"
          + " on the filtered columns (a higher statistics target, CREATE STATISTICS), or one"
          + " statement for each kind of parameter, settle it."),
  PLAN_RECOVERED(5, "plan_recovered", Priority.FINDING, ""),
  INSUFFICIENT_DATA(6, "insufficient_data", Priority.BULK, "");

  static final int COUNT = 7;

  private final int index;
  private final String code;
  private final Priority priority;
  private final String remedy;

  FindingKind(int index, String code, Priority priority, String remedy) {
    this.index = index;
    this.code = code;
    this.priority = priority;
    this.remedy = remedy;
  }

  /** Its place in what is kept, also over a restart. */
  int index() {
    return index;
  }

  String code() {
    return code;
  }

  Priority priority() {
    return priority;
  }

  /** What to do; empty if nothing is to be done. */
  String remedy() {
    return remedy;
  }
}
