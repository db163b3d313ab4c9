package io.dbintel.processors.plan;

/**
 * An SQL expression of a plan without its literals.
 *
 * @param text for people
 * @param canonical for fingerprints
 */
record PlanExpression(String text, String canonical) {}
