package io.dbintel.processors.regression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which plans a statement's latest executions had, and which of them prevails. With parameters that
 * suit different plans, executions alternate; a plan is in use only if most of the latest had it.
 * Not thread-safe.
 */
final class RecentPlans {
  static final int WINDOW = 20;
  private static final int PREVAILS = 15;

  private final @Nullable PlanRecord[] latest = new @Nullable PlanRecord[WINDOW];
  private int count;
  private int undecided;

  /** Adds an execution; returns the plan that prevails now, or null. */
  @Nullable PlanRecord add(PlanRecord plan) {
    latest[count % WINDOW] = plan;
    count = count == Integer.MAX_VALUE ? WINDOW : count + 1;
    int same = 0;
    int seen = Math.min(count, WINDOW);
    for (int i = 0; i < seen; i++) {
      same += latest[i] == plan ? 1 : 0;
    }
    PlanRecord other = seen == WINDOW && same <= WINDOW - PREVAILS ? majority() : null;
    PlanRecord prevailing = same >= PREVAILS ? plan : other;
    undecided = seen < WINDOW || prevailing != null ? 0 : undecided + 1;
    return prevailing;
  }

  private @Nullable PlanRecord majority() {
    for (PlanRecord candidate : latest) {
      int same = 0;
      for (PlanRecord each : latest) {
        same += each == candidate ? 1 : 0;
      }
      if (same >= PREVAILS) {
        return candidate;
      }
    }
    return null;
  }

  /** For how many executions no plan has prevailed. */
  int undecided() {
    return undecided;
  }

  void clear() {
    Arrays.fill(latest, null);
    count = 0;
    undecided = 0;
  }
}
