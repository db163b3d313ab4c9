package io.dbintel.processors.plan;

import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.core.event.Sensitive;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it was read: a tree of nodes and what the server says of the whole. Its nodes hold no
 * literal of the statement: conditions and keys are SQL with {@code ?} in the place of each.
 *
 * <p>The tree is flat inside, so that no walk over it needs a stack, however deep it is. Immutable
 * and thread-safe.
 */
public final class QueryPlan {
  private static final double SECONDS_PER_MILLISECOND = 1e-3;

  private final String system;
  private final Format format;
  private final Nodes nodes;
  private final PlanFacts facts;
  private final int depth;
  private final int unknownKeys;
  private final @Nullable Sensitive<String> statement;

  QueryPlan(
      String system,
      Format format,
      Nodes nodes,
      PlanFacts facts,
      int depth,
      int unknownKeys,
      @Nullable String statement) {
    this.system = Objects.requireNonNull(system, "system");
    this.format = Objects.requireNonNull(format, "format");
    this.nodes = nodes;
    this.facts = facts;
    this.depth = depth;
    this.unknownKeys = unknownKeys;
    this.statement = statement == null ? null : Sensitive.of("statement of a plan", statement);
  }

  /** The same with the text of its statement. */
  QueryPlan withStatement(String text) {
    return new QueryPlan(system, format, nodes, facts, depth, unknownKeys, text);
  }

  /** The nodes of a plan, which each of them can reach. */
  static final class Nodes {
    private List<PlanNode> list = List.of();

    PlanNode at(int index) {
      return list.get(index);
    }

    /** Called once, before anybody else sees the nodes. */
    void fill(PlanNode[] all) {
      list = List.of(all);
    }
  }

  /** The product that printed it: {@code postgresql}, {@code mysql} or {@code mariadb}. */
  public String system() {
    return system;
  }

  /** How it was written. */
  public Format format() {
    return format;
  }

  /** The node that answers the statement. */
  public PlanNode root() {
    return nodes.at(0);
  }

  /** All nodes, parents before children, at least one. */
  public List<PlanNode> nodes() {
    return nodes.list;
  }

  /** How many nodes stand one under the other at most. */
  public int depth() {
    return depth;
  }

  /** What the server says of the whole: times, settings, triggers, compilation. */
  public PlanFacts facts() {
    return facts;
  }

  /** How many properties this library does not know, and so did not keep. */
  public int unknownKeys() {
    return unknownKeys;
  }

  /** The server's number of the statement as text; null if the plan does not say it. */
  public @Nullable String queryId() {
    return facts.text(PlanKey.QUERY_IDENTIFIER);
  }

  /**
   * The text of the statement as it ran, with its literals, if the plan holds it; null if it does
   * not. It must be normalised before it is shown to anybody.
   */
  public @Nullable Sensitive<String> statement() {
    return statement;
  }

  /** Whether the plan says what happened when it was executed. */
  public boolean measured() {
    return root().measured();
  }

  /** How long planning took, in seconds; NaN if it is not known. */
  public double planningSeconds() {
    return facts.number(PlanKey.PLANNING_TIME, Double.NaN) * SECONDS_PER_MILLISECOND;
  }

  /** How long the execution took, in seconds; NaN if it is not known. */
  public double executionSeconds() {
    double milliseconds =
        facts.number(PlanKey.EXECUTION_TIME, facts.number(PlanKey.TOTAL_RUNTIME, Double.NaN));
    return milliseconds * SECONDS_PER_MILLISECOND;
  }

  /** How many nodes, and nothing of what they say. */
  @Override
  public String toString() {
    return "QueryPlan[" + system + ", " + format + ", " + nodes.list.size() + " nodes]";
  }
}
