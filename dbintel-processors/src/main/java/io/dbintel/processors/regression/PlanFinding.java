package io.dbintel.processors.regression;

import io.dbintel.processors.regression.Comparison.Judgement;
import io.dbintel.processors.regression.PlanRecord.PlanIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding before it is written into an event.
 *
 * @param kind what was found
 * @param key of which statement
 * @param summary the statement's summary; empty if not known
 * @param provenance how the server came to the plans
 * @param inferred whether the evidence is of intervals, attributed to the plan explained last
 * @param before the plan before; null where there is none to name
 * @param after the plan now
 * @param numbers what the tests say; null where nothing was tested
 * @param sides what was compared; null where nothing was
 * @param tests for how many statements the level was corrected; 0 where nothing was tested
 * @param since since when it is so, in seconds since 1970
 * @param moved what moved, for the same plan
 * @param message the finding in a sentence
 */
record PlanFinding(
    FindingKind kind,
    StatementKey key,
    String summary,
    String provenance,
    boolean inferred,
    @Nullable PlanIdentity before,
    PlanIdentity after,
    @Nullable Judgement numbers,
    @Nullable Sides sides,
    int tests,
    long since,
    List<String> moved,
    String message) {

  /**
   * Both sides of a comparison.
   *
   * @param samplesBefore how many samples
   * @param samplesAfter how many samples
   * @param executionsBefore how many executions, as they weigh
   * @param executionsAfter how many executions, as they weigh
   * @param timeBefore mean seconds an execution
   * @param timeAfter mean seconds an execution
   */
  record Sides(
      long samplesBefore,
      long samplesAfter,
      long executionsBefore,
      long executionsAfter,
      double timeBefore,
      double timeAfter) {

    static Sides of(Evidence before, Evidence after) {
      return new Sides(
          before.samples(),
          after.samples(),
          Math.round(before.executions()),
          Math.round(after.executions()),
          before.meanTime(),
          after.meanTime());
    }
  }
}
