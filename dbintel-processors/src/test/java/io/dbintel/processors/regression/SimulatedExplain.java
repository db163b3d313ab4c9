package io.dbintel.processors.regression;

/**
 * Looks at a statement's plan every ten minutes and tells it when it is another one, or after an
 * hour, as the collector does and the stage that reads plans. Not thread-safe.
 */
final class SimulatedExplain {
  private static final int LOOK_EVERY = 10;
  private static final int REPEAT_AFTER = 60;

  /** Whoever looks may say nothing for an hour and a half: the plan is not known any more. */
  private static final int STOP_BEFORE = 100;

  private static final int STOP_AFTER = 180;

  private final int phase;
  private final boolean stops;
  private String told = "";
  private long toldAt;

  /**
   * A statement.
   *
   * @param work the statement, which draws in which minute of ten it is looked at
   */
  SimulatedExplain(Workload work) {
    phase = work.random().nextInt(LOOK_EVERY);
    stops = work.nature() == Workload.Nature.UNSEEN;
  }

  /**
   * Whether the plan is told in this minute.
   *
   * @param sinceChange minutes since the plan changed, negative before that
   */
  boolean tells(long minute, long sinceChange, String plan) {
    boolean stopped = stops && sinceChange >= -STOP_BEFORE && sinceChange < STOP_AFTER;
    if (stopped
        || Math.floorMod(minute, LOOK_EVERY) != phase
        || (plan.equals(told) && minute - toldAt < REPEAT_AFTER)) {
      return false;
    }
    told = plan;
    toldAt = minute;
    return true;
  }
}
