package io.dbintel.core.engine;

/**
 * A target with its runtime and its page of the ledger.
 *
 * @param runtime what collects from it
 * @param books what became of its events
 */
record TargetUnit(TargetRuntime runtime, LaneBooks books) {}
