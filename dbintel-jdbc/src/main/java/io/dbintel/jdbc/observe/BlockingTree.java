package io.dbintel.jdbc.observe;

import java.util.List;
import java.util.Objects;

/**
 * A session that waits for nobody's lock, and all who wait for it, directly or through others.
 * Immutable and thread-safe.
 *
 * @param nodes root first, then by depth; at least two
 * @param depth how many steps the furthest victim is from the root, at least 1
 * @param width how many victims there are at the depth at which there are most, at least 1
 * @param cyclic true if sessions in it wait for one another in a ring: a deadlock that the server
 *     has not resolved yet, or a change in the middle of which the sample was taken. If nobody in
 *     the ring waits for nobody, the root is a member of the ring
 */
public record BlockingTree(List<Node> nodes, int depth, int width, boolean cyclic) {

  /**
   * A session in the tree.
   *
   * @param session as it was observed; of one that the sample did not show, only the id is known
   * @param parent index in {@link BlockingTree#nodes} of the session in its way, or -1 for the root
   * @param depth steps from the root, at least 0
   */
  public record Node(SessionObservation session, int parent, int depth) {
    /** Checks that nothing is missing. */
    public Node {
      Objects.requireNonNull(session, "session");
    }
  }

  /** Copies the list. */
  public BlockingTree {
    nodes = List.copyOf(nodes);
  }

  /** The session that is in everybody's way. */
  public SessionObservation root() {
    return nodes.get(0).session();
  }

  /** How many sessions wait, at least 1. */
  public int victims() {
    return nodes.size() - 1;
  }

  /** True if the root is a transaction without a session: a prepared one. */
  public boolean isRootPrepared() {
    return root().session().equals(SessionKey.NO_SESSION);
  }

  /** How long the victim that has waited longest has waited, in seconds; 0 if that is not known. */
  public double longestWaitSeconds() {
    double longest = 0;
    for (Node node : nodes) {
      LockWait lock = node.session().lock();
      if (node.parent() >= 0 && lock != null && lock.waitSeconds() > longest) {
        longest = lock.waitSeconds();
      }
    }
    return longest;
  }
}
