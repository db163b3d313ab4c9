package io.dbintel.processors.advice;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index that does not exist, and what the planner reckoned with it. Immutable.
 *
 * @param relation the table
 * @param columns its columns
 * @param before what the planner reckoned without it, in its own unit
 * @param after what it reckoned with it
 */
record TriedIndex(String relation, List<String> columns, double before, double after) {
  private static final int MAX_NAME = 256;
  private static final int MAX_COLUMNS = 32;

  /** What an event says of one; null if it says nothing. */
  static @Nullable TriedIndex of(DbEvent event) {
    String relation = event.get(PlanAttributes.INDEX_RELATION);
    List<String> columns = event.get(PlanAttributes.INDEX_COLUMNS);
    double before = event.getDouble(PlanAttributes.INDEX_COST_BEFORE, Double.NaN);
    double after = event.getDouble(PlanAttributes.INDEX_COST_AFTER, Double.NaN);
    if (relation == null || columns == null || columns.isEmpty()) {
      return null;
    }
    boolean bounded = relation.length() <= MAX_NAME && columns.size() <= MAX_COLUMNS;
    return bounded && before > 0 && after >= 0 && after < before
        ? new TriedIndex(relation, columns, before, after)
        : null;
  }

  /** As a finding says it. */
  Advice advice() {
    String message =
        "With an index on %s (%s) the planner reckons %s for the whole instead of %s. This was tried with a hypothetical index; none was built."
            .formatted(
                relation,
                String.join(", ", columns),
                AdviceRule.number(after),
                AdviceRule.number(before));
    return new Advice(
        "missing_index",
        0,
        relation,
        message,
        "Weigh what such an index saves against what each write will pay for it; build it CONCURRENTLY.",
        1 - after / before);
  }

  void writeTo(DbEvent event) {
    event
        .setTexts(PlanAttributes.INDEX_COLUMNS, columns)
        .set(PlanAttributes.INDEX_RELATION, relation)
        .set(PlanAttributes.INDEX_COST_BEFORE, before)
        .set(PlanAttributes.INDEX_COST_AFTER, after);
  }
}
