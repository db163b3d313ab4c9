package io.dbintel.processors.advice;

/**
 * Something that can be done about a plan. No literal of the statement stands in it: what it quotes
 * of conditions comes from a {@link io.dbintel.processors.plan.QueryPlan}, which has none.
 * Immutable and thread-safe.
 *
 * @param rule the rule's code, in snake_case
 * @param node the place of the node in the plan, from 0
 * @param relation the table it is about; empty if it is about none
 * @param message what is the matter, with the numbers, in a sentence
 * @param remedy what can be done
 * @param gain which part of the execution's time it can save at most, in [0, 1]; NaN if nobody can
 *     tell
 */
public record Advice(
    String rule, int node, String relation, String message, String remedy, double gain) {}
