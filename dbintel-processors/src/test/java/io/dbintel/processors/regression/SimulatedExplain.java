package io.dbintel.processors.regression;

/**
 * Looks at a statement's plan every ten minutes and tells it when it is another one, or after an
 * hour, as the collector does and the stage that reads plans. Not thread-safe.
 */
final class SimulatedExplain {
  private static final int LOOK_EVERY = 10;
  private static final int REPEAT_AFTER = 60;

  private final int phase;
  private String told = "";
  private long toldAt;

  /**
   * A statement.
   *
   * @param phase in which minute of ten it is looked at
   */
  SimulatedExplain(int phase) {
    this.phase = phase;
  }

  /** Whether the plan is told in this minute. */
  boolean tells(long minute, String plan) {
    if (Math.floorMod(minute, LOOK_EVERY) != phase
        || (plan.equals(told) && minute - toldAt < REPEAT_AFTER)) {
      return false;
    }
    told = plan;
    toldAt = minute;
    return true;
  }
}
