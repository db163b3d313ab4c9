package io.dbintel.processors.regression;

/**
 * What a difference must be to be told.
 *
 * @param minSamples samples on both sides
 * @param minExecutions executions on both sides
 * @param minRatio effect, as a ratio
 * @param minLoss database seconds a second
 */
record Limits(int minSamples, int minExecutions, double minRatio, double minLoss) {
  /** Whether there is enough to judge by. */
  boolean suffice(Evidence evidence) {
    return evidence.samples() >= minSamples && evidence.executions() >= minExecutions;
  }

  /** The same for executions that are seen one by one: each is a sample. */
  Limits forExecutions() {
    return new Limits(minExecutions, minExecutions, minRatio, minLoss);
  }
}
