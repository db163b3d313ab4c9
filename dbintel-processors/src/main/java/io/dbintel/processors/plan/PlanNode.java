package io.dbintel.processors.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of a plan: what the server does in one place, with which estimates and, if it was
 * executed and measured, with what came of it.
 *
 * <p>Rows and times of an execution are averages for one loop, as the server prints them; the
 * methods whose names begin with {@code total} are for all loops. Numbers that are not known are
 * NaN. Immutable and thread-safe.
 */
public final class PlanNode extends PlanFacts {
  private static final double SECONDS_PER_MILLISECOND = 1e-3;
  private static final double BYTES_PER_KILOBYTE = 1024;

  private final QueryPlan.Nodes nodes;
  private final int index;
  private final int depth;
  private final int parent;
  private final int subtree;
  private final String operator;

  PlanNode(Shape shape, QueryPlan.Nodes nodes, byte[] keys, double[] numbers, Object[] values) {
    super(keys, numbers, values);
    this.nodes = nodes;
    this.index = shape.index();
    this.depth = shape.depth();
    this.parent = shape.parent();
    this.subtree = shape.subtree();
    String type = text(PlanKey.NODE_TYPE);
    this.operator = type == null ? "?" : type;
  }

  /**
   * Where a node stands.
   *
   * @param index its place in the plan, from 0, parents before children
   * @param depth 1 for the root
   * @param parent the place of its parent, -1 for the root
   * @param subtree how many nodes it and what is under it are
   */
  record Shape(int index, int depth, int parent, int subtree) {}

  /** What it does, as the server's JSON says it: {@code Seq Scan}, {@code Hash Join}. */
  public String operator() {
    return operator;
  }

  /** Its place in the plan, from 0: parents before children, children in order. */
  public int index() {
    return index;
  }

  /** 1 for the root. */
  public int depth() {
    return depth;
  }

  /** How many nodes it and all that is under it are. */
  public int subtreeSize() {
    return subtree;
  }

  /** The node it works for; null for the root. */
  public @Nullable PlanNode parent() {
    return parent < 0 ? null : nodes.at(parent);
  }

  /** The nodes that work for it, in order. Costs time in their number. */
  public List<PlanNode> children() {
    if (subtree == 1) {
      return List.of();
    }
    List<PlanNode> children = new ArrayList<>(2);
    for (int i = index + 1; i < index + subtree; i += nodes.at(i).subtree) {
      children.add(nodes.at(i));
    }
    return children;
  }

  /** The table it reads or writes; null if there is none. */
  public @Nullable String relation() {
    return text(PlanKey.RELATION_NAME);
  }

  /** The schema of the table or function; null if the plan does not say it. */
  public @Nullable String schema() {
    return text(PlanKey.SCHEMA);
  }

  /** The name the statement gives to what it reads. */
  public @Nullable String alias() {
    return text(PlanKey.ALIAS);
  }

  /** The index it uses. */
  public @Nullable String indexName() {
    return text(PlanKey.INDEX_NAME);
  }

  /** {@code Inner}, {@code Left}, {@code Full}, {@code Semi}, {@code Anti} …; null if no join. */
  public @Nullable String joinType() {
    return text(PlanKey.JOIN_TYPE);
  }

  /** The rows the planner expected. */
  public double estimatedRows() {
    return number(PlanKey.PLAN_ROWS, Double.NaN);
  }

  /** What the planner reckoned for this node and all under it. */
  public double totalCost() {
    return number(PlanKey.TOTAL_COST, Double.NaN);
  }

  /** Whether the plan says what happened at this node. */
  public boolean measured() {
    return has(PlanKey.ACTUAL_LOOPS);
  }

  /** How often it was executed; 0 if it never was. */
  public double loops() {
    return number(PlanKey.ACTUAL_LOOPS, Double.NaN);
  }

  /** The rows of one loop, on average; PostgreSQL 18 says two decimals. */
  public double actualRows() {
    return number(PlanKey.ACTUAL_ROWS, Double.NaN);
  }

  /** The rows of all loops. */
  public double totalRows() {
    return actualRows() * loops();
  }

  /** The seconds of one loop, with all under it, on average. */
  public double actualSeconds() {
    return number(PlanKey.ACTUAL_TOTAL_TIME, Double.NaN) * SECONDS_PER_MILLISECOND;
  }

  /** The seconds of all loops, with all under it; of parallel workers, their sum. */
  public double totalSeconds() {
    return actualSeconds() * loops();
  }

  /** Memory or disk that a sort took, in bytes; 0 if it is not known. */
  public double sortBytes() {
    return count(PlanKey.SORT_SPACE_USED) * BYTES_PER_KILOBYTE;
  }

  /** Whether a sort went to disk, in this process or a worker. */
  public boolean sortsOnDisk() {
    if (isOnDisk(this)) {
      return true;
    }
    for (PlanFacts worker : groups(PlanKey.WORKERS)) {
      if (isOnDisk(worker)) {
        return true;
      }
    }
    return false;
  }

  /** Temporary disk space of a hash aggregate, in bytes. */
  public double diskBytes() {
    return count(PlanKey.DISK_USAGE) * BYTES_PER_KILOBYTE;
  }

  /** The most batches that a hash join or hash aggregate was split into; 0 if it is none. */
  public double hashBatches() {
    return Math.max(count(PlanKey.HASH_BATCHES), count(PlanKey.HASHAGG_BATCHES));
  }

  private static boolean isOnDisk(PlanFacts facts) {
    if ("Disk".equals(facts.text(PlanKey.SORT_SPACE_TYPE))) {
      return true;
    }
    PlanFacts full = facts.group(PlanKey.FULL_SORT_GROUPS);
    PlanFacts presorted = facts.group(PlanKey.PRE_SORTED_GROUPS);
    return (full != null && full.has(PlanKey.SORT_SPACE_DISK))
        || (presorted != null && presorted.has(PlanKey.SORT_SPACE_DISK));
  }

  /** Its operator and place. */
  @Override
  public String toString() {
    return operator + "[" + index + "]";
  }
}
