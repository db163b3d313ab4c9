package io.dbintel.jdbc.explain;

/**
 * What an index that does not exist would do for a statement, as the planner reckons.
 *
 * @param candidate the index
 * @param costBefore what the planner reckons for the whole without it, in its own unit
 * @param costAfter the same with it; less
 */
record IndexTrial(IndexCandidate candidate, double costBefore, double costAfter) {}
