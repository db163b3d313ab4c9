package io.dbintel.processors.regression;

/**
 * What was seen of a statement at once: one execution, or the mean execution of an interval.
 *
 * @param blocks blocks an execution; NaN if not known
 * @param temp blocks of temporary files an execution; NaN if not known
 * @param time seconds an execution
 * @param rows rows an execution brought or changed
 * @param readShare which part of the blocks was not in the server's cache, in [0, 1]
 * @param executions how many executions it is the mean of
 * @param elapsed over how many seconds they came
 */
record Sample(
    double blocks,
    double temp,
    double time,
    double rows,
    double readShare,
    double executions,
    double elapsed) {

  double of(Measure measure) {
    return switch (measure) {
      case BLOCKS -> blocks;
      case TEMP -> temp;
      case TIME -> time;
    };
  }

  /** False if a number is none that executions can cost. */
  boolean isPlausible() {
    return time >= 0
        && time < 1e9
        && executions > 0
        && executions < 1e15
        && elapsed >= 0
        && elapsed < 1e9
        && isCount(rows)
        && (Double.isNaN(blocks) || isCount(blocks))
        && (Double.isNaN(temp) || isCount(temp))
        && readShare >= 0
        && readShare <= 1;
  }

  private static boolean isCount(double value) {
    return value >= 0 && value < 1e15;
  }
}
