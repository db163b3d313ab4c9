package io.dbintel.jdbc.observe;

import java.util.List;
import java.util.Map;

/**
 * Who waits for whom at one instant, as trees.
 *
 * <p>A session can wait for several others; it stands below the one through which it is nearest to
 * a root, and in one tree only, so that victims of different trees add up. Parallel workers stand
 * for their leader. Immutable and thread-safe; making one is linear in sessions and blockers.
 */
public final class BlockingForest {
  /** Nobody waits. */
  public static final BlockingForest EMPTY = new BlockingForest(List.of(), Map.of());

  private final List<BlockingTree> trees;
  private final Map<Integer, Integer> blockerOf;

  BlockingForest(List<BlockingTree> trees, Map<Integer, Integer> blockerOf) {
    this.trees = trees;
    this.blockerOf = blockerOf;
  }

  /** The forest of one sample, in which each session stands at most once. */
  public static BlockingForest of(List<SessionObservation> sample) {
    for (SessionObservation observation : sample) {
      if (!observation.blockers().isEmpty()) {
        return new ForestPlanter(sample).plant();
      }
    }
    return EMPTY;
  }

  /** The trees, the one with most victims first. */
  public List<BlockingTree> trees() {
    return trees;
  }

  /** True if nobody waits. */
  public boolean isEmpty() {
    return trees.isEmpty();
  }

  /** How many sessions wait. */
  public int victims() {
    int sum = 0;
    for (BlockingTree tree : trees) {
      sum += tree.victims();
    }
    return sum;
  }

  /** The depth of the deepest tree; 0 if nobody waits. */
  public int depth() {
    int deepest = 0;
    for (BlockingTree tree : trees) {
      deepest = Math.max(deepest, tree.depth());
    }
    return deepest;
  }

  /** The session directly in the way of {@code pid}, or -1 if there is none. */
  public int blockerOf(int pid) {
    return blockerOf.getOrDefault(pid, -1);
  }
}
