package io.dbintel.processors.plan;

/**
 * What tells a plan from others, at two levels. Both are a version and 32 hexadecimal digits:
 * SHA-256, truncated to 128 bits. They are functions of the plan, not of the server's state: costs,
 * rows, times, blocks, workers, object identifiers, numbers of subplans, output columns, aliases
 * and the names and number of partitions play no part.
 *
 * <p>Whether a table is a partition is told by names: as one of several that are appended, under a
 * name with a counter, or by beginning with the table's name and an underscore. An index of a
 * partition counts by what its name has behind the partition's.
 *
 * <p>Immutable and thread-safe.
 *
 * @param shape of the operators, the tree they form, kinds of joins, strategies and scan
 *     directions: {@code h1:…}
 * @param plan of the shape and the names of relations and indexes, of conditions without their
 *     literals, and of sort, group and hash keys: {@code p1:…}; {@code p1u:…} if the plan names a
 *     table or a function without its schema, as it does without VERBOSE. The two kinds are never
 *     equal
 */
public record PlanFingerprint(String shape, String plan) {
  static final String SHAPE_VERSION = "h1:";
  static final String PLAN_VERSION = "p1:";
  static final String UNQUALIFIED_VERSION = "p1u:";

  /** Whether tables of the same name in other schemas would give the same {@link #plan()}. */
  public boolean unqualified() {
    return plan.startsWith(UNQUALIFIED_VERSION);
  }

  /** The fingerprints of a plan. Costs time in the length of its names and conditions. */
  public static PlanFingerprint of(QueryPlan plan) {
    return new FingerprintWriter().write(plan);
  }
}
